/* The port's share of struct cpu. */
#ifndef ASM_CPU_H
#define ASM_CPU_H

#include <asm/segment.h>
#include <kernel/types.h>

struct ldt_struct;
struct mm_struct;

struct arch_cpu {
	struct desc gdt[GDT_ENTRIES] __attribute__((aligned(8)));
	struct tss tss;		      /* esp0: where a trap from user mode begins */
	struct tss df_tss;	      /* the report of a double fault */
	const struct ldt_struct *ldt; /* the table that LDTR names; NULL: none */
	bool has_tls;		      /* the GDT's TLS entries are not all empty */

	/* Lazy TLB; see tlb.c. */
	bool lazy;	    /* [a] nothing in the user half of the loaded tables is used */
	bool flush_pending; /* [a] somebody would have flushed it, had it not been lazy */
#ifdef CONFIG_MM_SLOTS
	u32 *pgd;	   /* what CR3 names: the kernel's entries, and those of one slot */
	unsigned int slot; /* which; 0: none */
#endif
};

/* In a loop that waits for another CPU. */
static inline void cpu_relax(void)
{
	__asm__ volatile("pause"
			 :
			 :
			 : "memory");
}

#endif
