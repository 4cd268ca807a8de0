/* Text to the console and into buffers. */
#ifndef KERNEL_PRINTK_H
#define KERNEL_PRINTK_H

#include <stdarg.h>
#include <kernel/compiler.h>
#include <kernel/types.h>

/*
 * Formats: %d %i %u %x %X %o %c %s %p %% with h, hh, l, ll, z, t; flags '-', '0', '+', ' ', '#'; width and
 * precision, '*' for either. The result is always terminated (if size is not 0); what is returned
 * is the length that it would have had in an endless buffer.
 */
int snprintf(char *buf, size_t size, const char *fmt, ...) __printf(3, 4);
int vsnprintf(char *buf, size_t size, const char *fmt, va_list args);
/* The same, but returns what is in buf: for text that grows piece by piece. */
int scnprintf(char *buf, size_t size, const char *fmt, ...) __printf(3, 4);

/* Where formatted text goes: [pos, end) has room; flush() makes more, and may throw text away. */
struct text_out {
	char *pos, *end;
	void (*flush)(struct text_out *out);
	size_t count; /* characters so far */
};
/* What is in the buffer at the end is the caller's to use. */
void text_format(struct text_out *out, const char *fmt, va_list args);

/* To the console, from any context. A line is not mixed with another CPU's. */
void printk(const char *fmt, ...) __printf(1, 2);
void vprintk(const char *fmt, va_list args);

/* No levels, but `quiet` on the command line silences pr_info(). */
extern bool printk_quiet;
#define pr_info(...)                         \
	do {                                 \
		if (!printk_quiet)           \
			printk(__VA_ARGS__); \
	} while (0)
#define pr_err(...) printk(__VA_ARGS__)

/* A panic: whoever holds the console lock will not come back. */
void printk_break_lock(void);

#endif
