/*
 * struct pt_regs: the registers as trap_entry.S saves them, at the top of the kernel stack for a trap
 * from user mode. The first 32 words have the order of Linux's struct user_regs_struct.
 */
#ifndef ASM_PTRACE_H
#define ASM_PTRACE_H

/* For assembly; trap.c asserts that the structure agrees. Register xN is word N. */
#define PT_EPC	   0
#define PT_REG(n)  ((n)*8)
#define PT_STATUS  256
#define PT_CAUSE   264
#define PT_TVAL	   272
#define PT_ORIG_A0 280
#define PT_SIZE	   288

#ifndef __ASSEMBLY__

struct pt_regs {
	unsigned long epc;
	unsigned long ra, sp, gp, tp;
	unsigned long t0, t1, t2;
	unsigned long s0, s1;
	unsigned long a0, a1, a2, a3, a4, a5, a6, a7;
	unsigned long s2, s3, s4, s5, s6, s7, s8, s9, s10, s11;
	unsigned long t3, t4, t5, t6;
	unsigned long status;  /* sstatus */
	unsigned long cause;   /* scause; a system call's has 8 */
	unsigned long tval;    /* stval; not set by a system call */
	unsigned long orig_a0; /* a system call's first argument: a0 becomes its result */
};

#endif
#endif
