/*
 * Page-table entries: what can be asked of them and done with them, once for all machines. The port's
 * <asm/pgtable.h> says where the bits are, as plain numbers that assembly can use, too:
 *
 *   geometry     PTRS_PER_PTE, PTRS_PER_PMD, PTRS_PER_PGD, PMD_SHIFT, PGDIR_SHIFT (PMD_SHIFT ==
 *                PGDIR_SHIFT and PTRS_PER_PMD == 1 where the pmd is folded), USER_PTRS_PER_PGD
 *   entries      _PAGE_PRESENT    the machine may use the entry
 *                _PAGE_PROT_NONE  ours: there is a page, but nobody has a right to it
 *                _PAGE_READ, _PAGE_WRITE, _PAGE_EXEC  the rights; 0 for what the machine grants anyway
 *                _PAGE_USER, _PAGE_GLOBAL, _PAGE_ACCESSED, _PAGE_DIRTY
 *                _PAGE_PFN_SHIFT  the frame number is all from this bit on; at most PAGE_SHIFT
 *                _PAGE_TABLE      the bits of an entry that leads to a table of the next level
 *   PGD_IS_SHARED 1 if all address spaces are parts of swapper_pg_dir (see mm_linear()), else 0
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

#define _PAGE_KERNEL (_PAGE_PRESENT | _PAGE_READ | _PAGE_ACCESSED | _PAGE_DIRTY | _PAGE_GLOBAL)

#ifndef __ASSEMBLY__

#include <kernel/compiler.h>

/* Structs, so that no level is taken for another. */
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

#define PMD_SIZE      (1ul << PMD_SHIFT)
#define PGDIR_SIZE    (1ul << PGDIR_SHIFT)
#define PMD_IS_FOLDED (PTRS_PER_PMD == 1) /* a pmd is the pgd entry itself, which is never none */

extern pgd_t swapper_pg_dir[PTRS_PER_PGD]; /* the kernel's own; its upper half is copied into every pgd */

/* ---- protections ---- */

#define PAGE_KERNEL	 ((pgprot_t){ _PAGE_KERNEL | _PAGE_WRITE })
#define PAGE_KERNEL_RO	 ((pgprot_t){ _PAGE_KERNEL })
#define PAGE_KERNEL_EXEC ((pgprot_t){ _PAGE_KERNEL | _PAGE_EXEC })

/* What can be written can be read: not every machine has other pages. */
static inline pgprot_t pgprot_user(bool read, bool write, bool exec)
{
	unsigned long val = _PAGE_USER | _PAGE_ACCESSED;

	if (read)
		val |= _PAGE_READ;
	if (write)
		val |= _PAGE_READ | _PAGE_WRITE | _PAGE_DIRTY;
	if (exec)
		val |= _PAGE_EXEC;
	return (pgprot_t){ val | (read || write || exec ? _PAGE_PRESENT : _PAGE_PROT_NONE) };
}

/* ---- the last level ---- */

static inline unsigned long pte_index(unsigned long addr)
{
	return addr >> PAGE_SHIFT & (PTRS_PER_PTE - 1);
}

static inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return (pte_t){ pfn << _PAGE_PFN_SHIFT | prot.val };
}

static inline unsigned long pte_pfn(pte_t pte)
{
	return pte.val >> _PAGE_PFN_SHIFT;
}

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
	return pte.val & (_PAGE_PRESENT | _PAGE_PROT_NONE);
}

static inline bool pte_write(pte_t pte)
{
	return pte.val & _PAGE_WRITE;
}

static inline bool pte_dirty(pte_t pte)
{
	return pte.val & _PAGE_DIRTY;
}

static inline bool pte_young(pte_t pte)
{
	return pte.val & _PAGE_ACCESSED;
}

static inline pte_t pte_wrprotect(pte_t pte)
{
	return (pte_t){ pte.val & ~_PAGE_WRITE };
}

/* Dirty too: where the machine does not set the bit itself, a store to a clean page is a fault. */
static inline pte_t pte_mkwrite(pte_t pte)
{
	return (pte_t){ pte.val | _PAGE_WRITE | _PAGE_DIRTY };
}

static inline pte_t pte_mkdirty(pte_t pte)
{
	return (pte_t){ pte.val | _PAGE_DIRTY };
}

static inline pte_t pte_mkclean(pte_t pte)
{
	return (pte_t){ pte.val & ~_PAGE_DIRTY };
}

static inline pte_t pte_mkyoung(pte_t pte)
{
	return (pte_t){ pte.val | _PAGE_ACCESSED };
}

static inline pte_t pte_mkold(pte_t pte)
{
	return (pte_t){ pte.val & ~_PAGE_ACCESSED };
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

/* ---- the upper levels ---- */

/* A table begins a page, so the bits below its frame number are clear. */
static inline unsigned long table_entry(const void *table)
{
	return (unsigned long)virt_to_phys(table) >> (PAGE_SHIFT - _PAGE_PFN_SHIFT) | _PAGE_TABLE;
}

/* As set_pte(): whoever finds the table finds it filled. */
static inline void set_table(unsigned long *entry, const void *table)
{
	__atomic_store_n(entry, table_entry(table), __ATOMIC_RELEASE);
}

static inline void *entry_table(unsigned long entry)
{
	return phys_to_virt(entry >> _PAGE_PFN_SHIFT << PAGE_SHIFT);
}

static inline bool pmd_none(pmd_t pmd)
{
	return pmd.val == 0;
}

static inline pte_t *pmd_table(pmd_t pmd)
{
	return entry_table(pmd.val);
}

static inline void pmd_populate(pmd_t *pmdp, pte_t *table)
{
	set_table(&pmdp->val, table);
}

static inline void pmd_clear(pmd_t *pmdp)
{
	WRITE_ONCE(pmdp->val, 0);
}

static inline unsigned long pgd_index(unsigned long addr)
{
	return addr >> PGDIR_SHIFT & (PTRS_PER_PGD - 1);
}

static inline bool pgd_none(pgd_t pgd)
{
	return !PMD_IS_FOLDED && pgd.val == 0;
}

static inline pmd_t *pgd_table(pgd_t pgd)
{
	return entry_table(pgd.val);
}

static inline void pgd_populate(pgd_t *pgdp, pmd_t *table)
{
	set_table(&pgdp->val, table);
}

static inline void pgd_clear(pgd_t *pgdp)
{
	WRITE_ONCE(pgdp->val, 0);
}

static inline pmd_t *pmd_offset(pgd_t *pgdp, unsigned long addr)
{
	if (PMD_IS_FOLDED)
		return (pmd_t *)pgdp;
	return pgd_table(*pgdp) + (addr >> PMD_SHIFT & (PTRS_PER_PMD - 1));
}

#endif
#endif
