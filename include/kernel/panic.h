/*
 * Broken invariants. panic() is for what no program can cause; it says all that it can find out,
 * stops every CPU and ends the machine with a failure status.
 */
#ifndef KERNEL_PANIC_H
#define KERNEL_PANIC_H

#include <kernel/compiler.h>
#include <kernel/types.h>

struct pt_regs;
struct task_struct;

#define PANIC_STATUS 99 /* of QEMU */

void __noreturn panic(const char *fmt, ...) __printf(1, 2);
/* The body of a port's die(): a kernel fault at address, or NO_ADDRESS. */
#define NO_ADDRESS (~0ul)
void __noreturn panic_fault(const char *what, struct pt_regs *regs, unsigned long address);

/* A panic is under way: locks may be held by those who were stopped. */
extern bool panic_in_progress;

/* Of this call, of saved registers' frame, or of a task that does not run. */
void dump_stack(void);
void show_backtrace(unsigned long frame_pointer);
void show_task(struct task_struct *tsk);
/* What every task waits for, for hangs. */

void __noreturn bug_failed(const char *file, int line, const char *expr);
void warn_failed(const char *file, int line, const char *expr);

#define BUG() bug_failed(__FILE__, __LINE__, "")
#define BUG_ON(cond)                                           \
	do {                                                   \
		if (unlikely(cond))                            \
			bug_failed(__FILE__, __LINE__, #cond); \
	} while (0)
/* Says so, and goes on. */
#define WARN_ON(cond)                                           \
	({                                                      \
		bool _warn = (cond);                            \
		if (unlikely(_warn))                            \
			warn_failed(__FILE__, __LINE__, #cond); \
		unlikely(_warn);                                \
	})

/* Too costly for every build. */
#ifdef CONFIG_DEBUG
#define DEBUG_BUG_ON(cond) BUG_ON(cond)
#else
#define DEBUG_BUG_ON(cond) ((void)sizeof(cond))
#endif

#endif
