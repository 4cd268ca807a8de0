/*
 * The trace ring: the documented steps of fork and exit, as one task and its descendants take them.
 * A step costs one load and a branch unless the task is traced. /proc/trace reads the ring.
 */
#ifndef KERNEL_TRACE_H
#define KERNEL_TRACE_H

#include <kernel/task.h>

/* trace_step("child %d", pid): a line with this function's name and the details. */
#define trace_step(...)                                      \
	do {                                                 \
		if (unlikely(current->flags & PF_TRACED))    \
			trace_record(__func__, __VA_ARGS__); \
	} while (0)

void trace_record(const char *function, const char *fmt, ...) __printf(2, 3);

/*
 * Take the oldest line out of the ring, with its newline and a NUL:
 * `<seq> cpu=<n> pid=<n> comm=<s> mm=<hex or -> users=<n> count=<n> <function> <detail...>`.
 * Its length; 0 when the ring is empty. Gaps in seq say how many lines were overwritten.
 */
int trace_read_line(char *buf, size_t size);
/* Forget what is in the ring. */
void trace_clear(void);
/* Longest line, NUL included. */
#define TRACE_LINE_SIZE 192

#endif
