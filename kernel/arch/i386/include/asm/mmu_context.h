/*
 * What an mm needs of the machine: its local descriptor table and, with MM=slots, its place in the one
 * page directory.
 */
#ifndef ASM_MMU_CONTEXT_H
#define ASM_MMU_CONTEXT_H

#include <kernel/mutex.h>

struct ldt_struct;

/* Locks: [l] lock to change; read by this mm's CPUs with interrupts off */
typedef struct {
	struct mutex lock;	/* rank CONTEXT: one modify_ldt() at a time */
	struct ldt_struct *ldt; /* [l] NULL: none; its size is in it */
#ifdef CONFIG_MM_SLOTS
	unsigned long base; /* fixed: slot number * 64 MiB */
#endif
} mm_context_t;

/*
 * Where user address addr of mm is in the tables and for the TLB: a linear address. A macro, since struct mm_struct
 * has an mm_context_t.
 */
#ifdef CONFIG_MM_SLOTS
#define mm_linear(mm, addr) ((mm)->context.base + (addr))
#else
#define mm_linear(mm, addr) (addr)
#endif

#endif
