/* A task's registers: made by fork, started by exec, exchanged by the scheduler. */
#ifndef ARCH_THREAD_H
#define ARCH_THREAD_H

#include <asm/ptrace.h> /* struct pt_regs: user registers as the trap entry saves them */
#include <asm/thread.h> /* struct thread_struct: the rest, while the task does not run; offsets for assembly */
#include <kernel/types.h>

struct kernel_clone_args;
struct task_struct;

/* The user registers of tsk, at the top of its kernel stack. */
struct pt_regs *task_pt_regs(struct task_struct *tsk);

/*
 * Prepare tsk (a copy of current with a stack of its own) to return to user mode as the child of the
 * present system call: result 0, args->stack if given, args->tls with CLONE_SETTLS; or, if args->fn,
 * to run fn(fn_arg) in the kernel and do_exit() with its result << 8. 0 or -errno.
 */
int copy_thread(struct task_struct *tsk, const struct kernel_clone_args *args);

/* A new program: all user registers cleared, FP state fresh, then pc and sp. */
void start_thread(struct pt_regs *regs, unsigned long pc, unsigned long sp);

/* tsk is going away, or gets a new program: drop what the port holds for it. */
void exit_thread(struct task_struct *tsk);

/*
 * Save prev, run next; returns, much later, on prev's stack with the task that ran just before.
 * Interrupts off, run-queue lock held. New tasks begin in the port's ret_from_fork, which calls
 * schedule_tail(prev) first.
 */
struct task_struct *switch_to(struct task_struct *prev, struct task_struct *next);

/* pt_regs by meaning */
bool user_mode(const struct pt_regs *regs);
unsigned long instruction_pointer(const struct pt_regs *regs);

#endif
