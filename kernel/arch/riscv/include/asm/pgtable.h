/*
 * Sv39 page-table entries:
 *
 *    63      54 53            10 9   8   7  6  5  4  3  2  1  0
 *   |  zero    |  frame number  |  RSW  | D| A| G| U| X| W| R| V|
 *
 * V with R, W and X all clear points to the next table. A page without any right (PROT_NONE) keeps
 * its frame but not V, and is marked in the first software bit.
 */
#ifndef ASM_PGTABLE_H
#define ASM_PGTABLE_H

#include <arch/page.h>

#define _PAGE_VALID    0x001ul
#define _PAGE_READ     0x002ul
#define _PAGE_WRITE    0x004ul
#define _PAGE_EXEC     0x008ul
#define _PAGE_USER     0x010ul
#define _PAGE_GLOBAL   0x020ul
#define _PAGE_ACCESSED 0x040ul
#define _PAGE_DIRTY    0x080ul
#define _PAGE_NO_RIGHT 0x100ul /* ours: present, but V is clear */

#define _PAGE_PFN_SHIFT 10

#define PTRS_PER_PTE	  512
#define PTRS_PER_PMD	  512
#define PTRS_PER_PGD	  512
#define PMD_SHIFT	  21
#define PGDIR_SHIFT	  30
#define USER_PTRS_PER_PGD (PTRS_PER_PGD / 2)

#ifndef __ASSEMBLY__

#include <kernel/compiler.h>
#include <kernel/types.h>

typedef struct {
	unsigned long val;
} pte_t;

typedef struct {
	unsigned long val;
} pmd_t;

typedef struct {
	unsigned long val;
} pgd_t;

typedef struct {
	unsigned long val;
} pgprot_t;

#define PGD_IS_SHARED 0

#define _PAGE_KERNEL (_PAGE_VALID | _PAGE_READ | _PAGE_ACCESSED | _PAGE_DIRTY | _PAGE_GLOBAL)

#define PAGE_KERNEL	 ((pgprot_t){ _PAGE_KERNEL | _PAGE_WRITE })
#define PAGE_KERNEL_RO	 ((pgprot_t){ _PAGE_KERNEL })
#define PAGE_KERNEL_EXEC ((pgprot_t){ _PAGE_KERNEL | _PAGE_EXEC })

/* The machine has no pages that can be written but not read. */
static inline pgprot_t pgprot_user(bool read, bool write, bool exec)
{
	unsigned long val = _PAGE_USER | _PAGE_ACCESSED;

	if (read)
		val |= _PAGE_READ;
	if (write)
		val |= _PAGE_READ | _PAGE_WRITE | _PAGE_DIRTY;
	if (exec)
		val |= _PAGE_EXEC;
	return (pgprot_t){ val | (read || write || exec ? _PAGE_VALID : _PAGE_NO_RIGHT) };
}

/* pte */
static inline bool pte_none(pte_t pte)
{
	return pte.val == 0;
}

static inline bool pte_same(pte_t a, pte_t b)
{
	return a.val == b.val;
}

static inline bool pte_present(pte_t pte)
{
	return pte.val & (_PAGE_VALID | _PAGE_NO_RIGHT);
}

static inline bool pte_write(pte_t pte)
{
	return pte.val & _PAGE_WRITE;
}

static inline bool pte_exec(pte_t pte)
{
	return pte.val & _PAGE_EXEC;
}

static inline bool pte_dirty(pte_t pte)
{
	return pte.val & _PAGE_DIRTY;
}

static inline bool pte_young(pte_t pte)
{
	return pte.val & _PAGE_ACCESSED;
}

static inline unsigned long pte_pfn(pte_t pte)
{
	return pte.val >> _PAGE_PFN_SHIFT;
}

static inline pte_t pte_wrprotect(pte_t pte)
{
	return (pte_t){ pte.val & ~_PAGE_WRITE };
}

/* Dirty too: where the machine does not set D itself, a store to a clean page is a fault. */
static inline pte_t pte_mkwrite(pte_t pte)
{
	return (pte_t){ pte.val | _PAGE_WRITE | _PAGE_DIRTY };
}

static inline pte_t pte_mkdirty(pte_t pte)
{
	return (pte_t){ pte.val | _PAGE_DIRTY };
}

static inline pte_t pte_mkyoung(pte_t pte)
{
	return (pte_t){ pte.val | _PAGE_ACCESSED };
}

static inline pte_t pte_mkclean(pte_t pte)
{
	return (pte_t){ pte.val & ~_PAGE_DIRTY };
}

static inline pte_t pte_mkold(pte_t pte)
{
	return (pte_t){ pte.val & ~_PAGE_ACCESSED };
}

static inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return (pte_t){ pfn << _PAGE_PFN_SHIFT | prot.val };
}

/* New rights; the frame, dirty and young stay. */
static inline pte_t pte_modify(pte_t pte, pgprot_t prot)
{
	unsigned long keep = ~0ul << _PAGE_PFN_SHIFT | _PAGE_DIRTY | _PAGE_ACCESSED;

	return (pte_t){ (pte.val & keep) | prot.val };
}

/* Another CPU may follow an entry as soon as it is there: what it leads to is written before. */
static inline void set_pte(pte_t *ptep, pte_t pte)
{
	__atomic_store_n(&ptep->val, pte.val, __ATOMIC_RELEASE);
}

static inline void pte_clear(pte_t *ptep)
{
	WRITE_ONCE(ptep->val, 0);
}

/* Upper levels. */
static inline bool pgd_none(pgd_t pgd)
{
	return pgd.val == 0;
}

static inline bool pmd_none(pmd_t pmd)
{
	return pmd.val == 0;
}

static inline pmd_t *pgd_table(pgd_t pgd)
{
	return phys_to_virt(pgd.val >> _PAGE_PFN_SHIFT << PAGE_SHIFT);
}

static inline pte_t *pmd_table(pmd_t pmd)
{
	return phys_to_virt(pmd.val >> _PAGE_PFN_SHIFT << PAGE_SHIFT);
}

static inline unsigned long table_entry(const void *table)
{
	return (unsigned long)(virt_to_phys(table) >> PAGE_SHIFT << _PAGE_PFN_SHIFT) | _PAGE_VALID;
}

static inline void pgd_populate(pgd_t *pgdp, pmd_t *table)
{
	__atomic_store_n(&pgdp->val, table_entry(table), __ATOMIC_RELEASE);
}

static inline void pmd_populate(pmd_t *pmdp, pte_t *table)
{
	__atomic_store_n(&pmdp->val, table_entry(table), __ATOMIC_RELEASE);
}

static inline void pgd_clear(pgd_t *pgdp)
{
	WRITE_ONCE(pgdp->val, 0);
}

static inline void pmd_clear(pmd_t *pmdp)
{
	WRITE_ONCE(pmdp->val, 0);
}

static inline pmd_t *pmd_offset(pgd_t *pgdp, unsigned long addr)
{
	return pgd_table(*pgdp) + (addr >> PMD_SHIFT & (PTRS_PER_PMD - 1));
}

#endif
#endif
