/*
 * The one page-table walker.
 *
 * Tables have up to three levels: pgd, pmd, pte. A port with two folds the pmd into the pgd, as
 * include/arch/pgtable.h says. User tables are changed under mm->page_table_lock, and freed only
 * while mmap_lock is held for writing or the mm has no users, so a fault may walk without fear.
 */
#ifndef KERNEL_PGTABLE_H
#define KERNEL_PGTABLE_H

#include <arch/pgtable.h>
#include <kernel/compiler.h>
#include <kernel/types.h>

struct mm_struct;
struct table_list;

void pgtable_init(void);

/* The pte of addr, or NULL if there is no table for it. */
pte_t *pte_lookup(struct mm_struct *mm, unsigned long addr);

/* The same, making the tables; NULL without memory. Takes page_table_lock itself. */
pte_t *__must_check pte_alloc(struct mm_struct *mm, unsigned long addr);

/*
 * Call fn once for each last-level table that exists within [start, end): pte is the entry of addr,
 * and all of [addr, end) lies in that table. Stops at the first non-zero result and returns it.
 * Lets others run between two tables.
 */
struct pt_walk {
	int (*pte_range)(struct pt_walk *walk, pte_t *pte, unsigned long addr, unsigned long end);
};
int walk_page_range(struct mm_struct *mm, unsigned long start, unsigned long end, struct pt_walk *walk);

/*
 * Take the tables that [start, end) has used out of mm's tree and onto the list, as far as nothing
 * outside [floor, ceiling) needs them: the neighbouring areas end at floor and begin at ceiling.
 * All their entries are none. The caller flushes the TLB, then frees them.
 */
void unlink_pgtables(struct mm_struct *mm, unsigned long start, unsigned long end,
		     unsigned long floor, unsigned long ceiling, struct table_list *tables);
void free_tables(struct table_list *tables);

/* A pgd with the kernel's entries and an empty user half. */
pgd_t *__must_check pgd_alloc(void);
void pgd_free(pgd_t *pgd);

unsigned long nr_clean_tables(void); /* waiting for the next use, on all CPUs */

/* Map or unmap kernel pages in the part of kernel space that is not the direct map. */
int __must_check map_kernel_page(unsigned long virt, phys_addr_t phys, pgprot_t prot);
phys_addr_t unmap_kernel_page(unsigned long virt); /* what was mapped; the caller flushes */

#endif
