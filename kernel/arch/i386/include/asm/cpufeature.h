/* Control registers (Intel SDM volume 3A, section 2.5), the flags register, exceptions (section 6.15). */
#ifndef ASM_CPUFEATURE_H
#define ASM_CPUFEATURE_H

#define CR0_PE 0x00000001 /* protected mode */
#define CR0_MP 0x00000002
#define CR0_EM 0x00000004 /* every FP instruction traps */
#define CR0_TS 0x00000008
#define CR0_ET 0x00000010
#define CR0_NE 0x00000020 /* FP errors are exception 16, not an interrupt */
#define CR0_WP 0x00010000 /* read-only pages are so for the kernel, too */
#define CR0_AM 0x00040000
#define CR0_NW 0x20000000
#define CR0_CD 0x40000000
#define CR0_PG 0x80000000

#define CR4_TSD	       0x004 /* user mode may not read the time-stamp counter */
#define CR4_PSE	       0x010 /* pages of 4 MiB */
#define CR4_PGE	       0x080 /* global pages survive a change of CR3 */
#define CR4_OSFXSR     0x200
#define CR4_OSXMMEXCPT 0x400

#define EFLAGS_TF 0x00000100
#define EFLAGS_IF 0x00000200
#define EFLAGS_DF 0x00000400

#ifndef __ASSEMBLY__
enum exception {
	EXC_DIVIDE = 0,
	EXC_DEBUG = 1,
	EXC_NMI = 2,
	EXC_BREAKPOINT = 3,
	EXC_OVERFLOW = 4,
	EXC_BOUNDS = 5,
	EXC_INVALID_OPCODE = 6,
	EXC_NO_FPU = 7,
	EXC_DOUBLE_FAULT = 8,
	EXC_INVALID_TSS = 10,
	EXC_SEGMENT_NOT_PRESENT = 11,
	EXC_STACK_SEGMENT = 12,
	EXC_PROTECTION = 13,
	EXC_PAGE_FAULT = 14,
	EXC_FPU = 16,
	EXC_ALIGNMENT = 17,
	EXC_MACHINE_CHECK = 18,
	EXC_SIMD = 19,
	EXC_IRET = 32, /* no vector: an iret to a program has failed. Linux's number */
	NR_EXCEPTIONS = 33,
};
#endif

/* The error code of a page fault (section 4.7). */
#define PF_PROTECTION  0x1 /* the page is there, the right is not */
#define PF_WRITE_FAULT 0x2
#define PF_USER_FAULT  0x4

#ifndef __ASSEMBLY__

#define read_cr(n)                                     \
	({                                             \
		unsigned long _v;                      \
		__asm__ volatile("movl %%cr" #n ", %0" \
				 : "=r"(_v)            \
				 :                     \
				 : "memory");          \
		_v;                                    \
	})
#define write_cr(n, v) __asm__ volatile("movl %0, %%cr" #n        \
					:                         \
					: "r"((unsigned long)(v)) \
					: "memory")

#endif
#endif
