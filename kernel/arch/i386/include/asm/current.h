/*
 * current is the first word of the kernel stack in use: stacks are aligned to their size. No register and
 * no segment is kept for it, so the way into the kernel need not load one.
 */
#ifndef ASM_CURRENT_H
#define ASM_CURRENT_H

#include <arch/page.h>

struct task_struct;

/* Const, and no memory clobber: for as long as a function runs, the answer is the same. */
static inline __attribute__((const, always_inline)) struct task_struct *get_current(void)
{
	struct task_struct *tsk;

	__asm__("movl %1, %0\n\tandl %%esp, %0\n\tmovl (%0), %0"
		: "=&r"(tsk)
		: "i"(-(long)KSTACK_SIZE));
	return tsk;
}

#define current get_current()

#endif
