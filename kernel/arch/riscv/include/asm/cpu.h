/* The port's share of struct cpu. */
#ifndef ASM_CPU_H
#define ASM_CPU_H

#include <kernel/types.h>

struct arch_cpu {
	unsigned long *emergency_sp; /* top of the stack for the report of a kernel-stack overflow */
	unsigned long plic_context;  /* this hart's supervisor context in the PLIC */
	unsigned long asid;	     /* [a] the context loaded now; 0 while a roll-over waits. See mmu_context.c */
	unsigned long reserved_asid; /* the context that was loaded when the last roll-over came */
	bool flush_pending;	     /* the whole TLB is to be flushed before the next context is loaded */
};

/* In a loop that waits for another CPU: the hint "pause", by its code for older assemblers. */
static inline void cpu_relax(void)
{
	__asm__ volatile(".4byte 0x0100000f"
			 :
			 :
			 : "memory");
}

#endif
