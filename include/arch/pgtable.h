/*
 * Page-table entries: bits only. <asm/pgtable.h> defines the one-member structs pte_t, pmd_t, pgd_t
 * and pgprot_t and, as static inlines:
 *
 *   geometry     PTRS_PER_PTE, PTRS_PER_PMD, PTRS_PER_PGD, PMD_SHIFT, PGDIR_SHIFT (PMD_SHIFT ==
 *                PGDIR_SHIFT and PTRS_PER_PMD == 1 where the pmd is folded), USER_PTRS_PER_PGD
 *   pte          pte_none, pte_same, pte_present, pte_write, pte_exec, pte_dirty, pte_young, pte_pfn,
 *                pte_wrprotect, pte_mkwrite, pte_mkdirty, pte_mkyoung, pte_mkclean, pte_mkold,
 *                pfn_pte(pfn, prot), pte_modify(pte, prot)  (new rights, same frame, dirty, young)
 *                set_pte(ptep, pte), pte_clear(ptep)
 *   upper levels pgd_none, pmd_none, pgd_table(pgd) -> pmd_t *, pmd_table(pmd) -> pte_t *,
 *                pgd_populate(pgdp, pmd_t *), pmd_populate(pmdp, pte_t *), pgd_clear, pmd_clear,
 *                and pmd_offset(pgdp, addr) -> pmd_t *  (folded: the pgd entry itself)
 *   PGD_IS_SHARED 1 if all address spaces are parts of swapper_pg_dir (see mm_linear()), else 0
 *   protections  PROT_TABLE[8]-like: pgprot_user(bool read, bool write, bool exec),
 *                PAGE_KERNEL (RW-, global), PAGE_KERNEL_RO, PAGE_KERNEL_EXEC
 *
 * Kernel stacks (KSTACK_AREA): where the pmd is folded the port makes their page tables at boot, since no
 * entry of swapper_pg_dir may change after pgds have been copied from it.
 *
 * A user pte made by pgprot_user is born young, and dirty when it may be written: no port takes a
 * fault only to set those bits. No pte is both writable and executable in kernel space.
 */
#ifndef ARCH_PGTABLE_H
#define ARCH_PGTABLE_H

#include <arch/page.h>
#include <asm/pgtable.h>

#define PMD_SIZE   (1ul << PMD_SHIFT)
#define PGDIR_SIZE (1ul << PGDIR_SHIFT)

static inline unsigned long pte_index(unsigned long addr)
{
	return addr >> PAGE_SHIFT & (PTRS_PER_PTE - 1);
}

static inline unsigned long pgd_index(unsigned long addr)
{
	return addr >> PGDIR_SHIFT & (PTRS_PER_PGD - 1);
}

extern pgd_t swapper_pg_dir[PTRS_PER_PGD]; /* the kernel's own; its upper half is copied into every pgd */

#endif
