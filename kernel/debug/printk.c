/*
 * Text to the console. It goes out a buffer at a time, straight to the device: there is no log to look at
 * after a crash but what was printed. A CPU that prints while it prints (a fault in here, a panic)
 * goes through without the lock; mixed lines are better than none.
 */
#include <arch/console.h>
#include <arch/irq.h>
#include <kernel/panic.h>
#include <kernel/printk.h>
#include <kernel/spinlock.h>
#include <kernel/task.h>

#define CHUNK 128

bool printk_quiet;

static DEFINE_SPINLOCK(console_lock, RANK_CONSOLE);
static struct cpu *printing; /* console_lock */
static bool lock_broken;

struct console_out {
	struct text_out out;
	char chunk[CHUNK];
};

static void console_flush(struct text_out *out)
{
	struct console_out *console = container_of(out, struct console_out, out);

	for (const char *p = console->chunk; p < out->pos; p++)
		console_putc(*p);
	out->pos = console->chunk;
}

void printk_break_lock(void)
{
	WRITE_ONCE(lock_broken, true);
}

void vprintk(const char *fmt, va_list args)
{
	struct console_out console = {
		.out = { .pos = console.chunk, .end = console.chunk + CHUNK, .flush = console_flush }
	};
	unsigned long flags = local_irq_save();
	bool lock = !READ_ONCE(lock_broken) && READ_ONCE(printing) != this_cpu();

	if (lock) {
		spin_lock(&console_lock);
		WRITE_ONCE(printing, this_cpu());
	}
	text_format(&console.out, fmt, args);
	console_flush(&console.out);
	if (lock) {
		WRITE_ONCE(printing, NULL);
		spin_unlock(&console_lock);
	}
	local_irq_restore(flags);
}

void printk(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vprintk(fmt, args);
	va_end(args);
}
