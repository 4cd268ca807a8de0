/*
 * struct pt_regs: the registers as trap_entry.S saves them, at the top of the kernel stack for a trap from
 * user mode. The layout is Linux's. fs and gs stay in the registers (the kernel uses neither; switch_to()
 * exchanges them), so their words are free: the second one holds the number of the trap.
 * A trap from the kernel pushes no esp and ss: there the structure ends behind eflags.
 */
#ifndef ASM_PTRACE_H
#define ASM_PTRACE_H

/* For assembly; trap.c asserts that the structure agrees. */
#define PT_EBX	    0
#define PT_ECX	    4
#define PT_EDX	    8
#define PT_ESI	    12
#define PT_EDI	    16
#define PT_EBP	    20
#define PT_EAX	    24
#define PT_DS	    28
#define PT_ES	    32
#define PT_TRAP	    40
#define PT_ORIG_EAX 44
#define PT_EIP	    48
#define PT_CS	    52
#define PT_ESP	    60
#define PT_SS	    64
#define PT_SIZE	    68

#ifndef __ASSEMBLY__

struct pt_regs {
	unsigned long ebx, ecx, edx, esi, edi, ebp;
	unsigned long eax;
	unsigned long ds, es;
	unsigned long unused;	/* Linux's fs */
	unsigned long trap;	/* vector, 0x80 for a system call; Linux's gs */
	unsigned long orig_eax; /* number of the system call, or the error code of an exception */
	unsigned long eip, cs, eflags;
	unsigned long esp, ss; /* only from user mode */
};

#endif
#endif
