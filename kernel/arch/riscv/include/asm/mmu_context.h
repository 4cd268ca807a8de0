/* What an mm needs of the machine: the address-space number that marks its TLB entries. */
#ifndef ASM_MMU_CONTEXT_H
#define ASM_MMU_CONTEXT_H

typedef struct {
	unsigned long asid; /* [a] generation above, number below; 0: none yet. See mmu_context.c */
} mm_context_t;

#endif
