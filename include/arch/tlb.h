/*
 * TLB maintenance. Each call returns when no CPU of mm->cpu_vm_mask can use an old translation any
 * more; other CPUs are not disturbed, and none at all when only this one is in the mask.
 * Callers hold what keeps the mm alive; interrupts are on unless said.
 */
#ifndef ARCH_TLB_H
#define ARCH_TLB_H

struct mm_struct;

void flush_tlb_mm(struct mm_struct *mm);
void flush_tlb_range(struct mm_struct *mm, unsigned long start, unsigned long end);
void flush_tlb_page(struct mm_struct *mm, unsigned long addr);
/* A pte went from none to present, or gained rights: only this CPU may have cached the old one,
 * and another takes at worst a spurious fault. */
void update_mmu_cache(struct mm_struct *mm, unsigned long addr);
/* Kernel mappings, on every CPU. */
void flush_tlb_kernel_range(unsigned long start, unsigned long end);

#endif
