/* Text, panic, user memory, and the file types that are not built here. */
#include "internal.h"
#include "machine.h"
#include "os.h"
#include "../../../kernel/fs/internal.h"
#include <abi/time.h>
#include <arch/uaccess.h>
#include <kernel/panic.h>
#include <kernel/pipe.h>
#include <kernel/printk.h>
#include <kernel/signal.h>
#include <kernel/spinlock.h>
#include <kernel/string.h>
#include <kernel/task.h>
#include <kernel/time.h>

bool printk_quiet, panic_in_progress, machine_quiet = true;

void vprintk(const char *fmt, va_list args)
{
	char line[512];

	vsnprintf(line, sizeof(line), fmt, args);
	if (!machine_quiet || panic_in_progress)
		os_print(line);
}

void printk(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vprintk(fmt, args);
	va_end(args);
}

void panic(const char *fmt, ...)
{
	va_list args;

	panic_in_progress = true;
	os_print("panic: ");
	va_start(args, fmt);
	vprintk(fmt, args);
	va_end(args);
	os_print("\n");
	os_abort();
}

void bug_failed(const char *file, int line, const char *expr)
{
	panic("%s:%d: BUG %s", file, line, expr);
}

void warn_failed(const char *file, int line, const char *expr)
{
	panic("%s:%d: WARN %s", file, line, expr);
}

struct __kernel_timespec ns_to_timespec(u64 ns)
{
	return (struct __kernel_timespec){ .tv_sec = ns / NSEC_PER_SEC, .tv_nsec = ns % NSEC_PER_SEC };
}

int get_timespec(struct __kernel_timespec *ts, const struct __kernel_timespec __user *user)
{
	return copy_from_user(ts, user, sizeof(*ts)) ? -EFAULT : 0;
}

bool signal_pending(const struct task_struct *tsk)
{
	return false;
}

void send_signal(int sig, struct task_struct *tsk)
{
}

bool fatal_signal_pending(const struct task_struct *tsk)
{
	return false;
}

/* The program is never without its memory; but a copy without faults ends early now and then. */
size_t raw_copy_user(void *to, const void *from, size_t n)
{
	size_t left = current->pagefault_disabled && n && machine_random() % 16 == 0 ? 1 + machine_random() % n : 0;

	memcpy(to, from, n - left);
	return left;
}

size_t raw_clear_user(void *to, size_t n)
{
	memset(to, 0, n);
	return 0;
}

long strncpy_from_user(char *to, const char *from, size_t size)
{
	size_t len = strnlen(from, size);

	if (len == size)
		return -ENAMETOOLONG;
	memcpy(to, from, len + 1);
	return len;
}

int fault_in_readable(const void *p, size_t n)
{
	return 0;
}

int fault_in_writeable(void *p, size_t n)
{
	return 0;
}

size_t strlcpy(char *to, const char *from, size_t size)
{
	size_t len = strlen(from);

	if (size) {
		size_t n = len < size ? len : size - 1;

		memcpy(to, from, n);
		to[n] = '\0';
	}
	return len;
}

/* ---- Files of other kinds ---- */

const struct file_operations fifo_fops, chrdev_fops;

struct pipe *file_pipe(const struct file *file)
{
	return NULL;
}

/* ---- Nobody maps a file here ---- */

void unmap_mapping_pages(struct address_space *mapping, unsigned long first)
{
	BUG_ON(!list_empty(&mapping->i_mmap));
}
