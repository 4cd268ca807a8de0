/* What an mm needs of the machine: the address-space number that marks its TLB entries. */
#ifndef ASM_MMU_CONTEXT_H
#define ASM_MMU_CONTEXT_H

typedef struct {
	unsigned long asid; /* [a] generation above, number below; 0: none yet. See mmu_context.c */
} mm_context_t;

/* Each address space has tables of its own, and addresses are used as they are. */
#define mm_linear(mm, addr) (addr)

#endif
