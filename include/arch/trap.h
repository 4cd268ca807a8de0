/* Traps: set-up, and what a panic prints of a CPU. */
#ifndef ARCH_TRAP_H
#define ARCH_TRAP_H

#include <kernel/compiler.h>

struct pt_regs;
struct task_struct;

void trap_init_cpu(void);
void show_regs(const struct pt_regs *regs);
/* Return addresses from the frame pointer fp on, oldest last; stops at the end of the stack. */
unsigned int arch_backtrace(unsigned long fp, unsigned long *pcs, unsigned int max);
/* The frame pointer of the calling function, good for as long as that does not return. */
unsigned long arch_frame_pointer(void);
/* The frame pointer of a task that does not run. */
unsigned long task_frame_pointer(const struct task_struct *tsk);

/* An unrecoverable kernel fault: prints everything of debug/panic.c's report, never returns. */
void __noreturn die(const char *what, struct pt_regs *regs, unsigned long fault_address);

#endif
