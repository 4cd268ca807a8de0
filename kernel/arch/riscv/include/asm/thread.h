/* A task's registers while it does not run: what a C function must preserve, and the FP state. */
#ifndef ASM_THREAD_H
#define ASM_THREAD_H

/* Offsets for assembly; thread.c asserts that they are right. */
#define TI_WORK	     0
#define TI_KERNEL_SP 8
#define TI_USER_SP   16
#define TI_CPU	     24

/* The port's own bit of thread_info.work: on the way to user mode s0 - s11 are to be loaded, too. */
#define TIF_RESTORE_ALL_BIT 31

#define TASK_THREAD_RA 32 /* struct task_struct, thread.ra; sp and s[] follow */
#define TASK_THREAD_SP 40
#define TASK_THREAD_S  48
#define TASK_THREAD_FP 144

#define FP_FCSR 256

#ifndef __ASSEMBLY__

/* Valid while the FS field of the task's user sstatus says "clean". */
struct fp_state {
	unsigned long f[32];
	unsigned long fcsr;
};

struct thread_struct {
	unsigned long ra; /* where switch_to() returns to */
	unsigned long sp;
	unsigned long s[12];
	struct fp_state fp;
};

#endif
#endif
