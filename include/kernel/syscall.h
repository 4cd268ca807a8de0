/* The door between user mode and the kernel: see kernel/syscall/dispatch.c. */
#ifndef KERNEL_SYSCALL_H
#define KERNEL_SYSCALL_H

struct pt_regs;

/* All are called alike, with what the registers hold: see kernel/syscall/table.c. */
typedef long (*syscall_fn)(unsigned long, unsigned long, unsigned long, unsigned long, unsigned long,
			   unsigned long);

/* By number; NULL: there is no such call. A port's assembly may call a function itself, and leave numbers that
 * lead nowhere to do_syscall(). */
extern const syscall_fn syscall_table[];

/* System call nr with these arguments; the port puts the result where user mode looks. Interrupts on. */
long do_syscall(unsigned long a0, unsigned long a1, unsigned long a2, unsigned long a3, unsigned long a4,
		unsigned long a5, unsigned long nr);

/*
 * Whatever thread_info.work asks for, before the return to user mode; may not return. Called and
 * returns with interrupts off, and nothing is left to do then.
 */
void exit_to_user_mode_work(struct pt_regs *regs);

#endif
