/*
 * Page-table entries (Intel SDM volume 3A, table 4-6):
 *
 *    31            12 11 10  9   8   7   6  5   4    3    2  1  0
 *   |  frame number  |soft |   | G | PS| D| A|PCD |PWT | U| W| P|
 *
 * There is no bit for execution: what can be read can be executed, for without PAE the machine cannot
 * tell. A software bit remembers what was asked for. A page without any right (PROT_NONE) keeps its
 * frame but not P, and is marked in another software bit.
 *
 * The middle level is folded: a pmd is the pgd entry itself.
 */
#ifndef ASM_PGTABLE_H
#define ASM_PGTABLE_H

#include <arch/page.h>

#define _PAGE_PRESENT  0x001
#define _PAGE_WRITE    0x002
#define _PAGE_USER     0x004
#define _PAGE_NOCACHE  0x010
#define _PAGE_ACCESSED 0x020
#define _PAGE_DIRTY    0x040
#define _PAGE_LARGE    0x080 /* in the directory: a page of 4 MiB */
#define _PAGE_GLOBAL   0x100
#define _PAGE_EXEC     0x200 /* ours */
#define _PAGE_NO_RIGHT 0x400 /* ours: present, but P is clear */

#define PTRS_PER_PTE	  1024
#define PTRS_PER_PMD	  1
#define PTRS_PER_PGD	  1024
#define PMD_SHIFT	  22
#define PGDIR_SHIFT	  22
#define USER_PTRS_PER_PGD 768

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

/* MM=slots: all address spaces are parts of one directory. */
#ifdef CONFIG_MM_SLOTS
#define PGD_IS_SHARED 1
#else
#define PGD_IS_SHARED 0
#endif

#define _PAGE_KERNEL (_PAGE_PRESENT | _PAGE_ACCESSED | _PAGE_DIRTY | _PAGE_GLOBAL)

#define PAGE_KERNEL	 ((pgprot_t){ _PAGE_KERNEL | _PAGE_WRITE })
#define PAGE_KERNEL_RO	 ((pgprot_t){ _PAGE_KERNEL })
#define PAGE_KERNEL_EXEC ((pgprot_t){ _PAGE_KERNEL | _PAGE_EXEC })
#define PAGE_KERNEL_IO	 ((pgprot_t){ _PAGE_KERNEL | _PAGE_WRITE | _PAGE_NOCACHE })

static inline pgprot_t pgprot_user(bool read, bool write, bool exec)
{
	unsigned long val = _PAGE_USER | _PAGE_ACCESSED;

	if (write)
		val |= _PAGE_WRITE | _PAGE_DIRTY;
	if (exec)
		val |= _PAGE_EXEC;
	return (pgprot_t){ val | (read || write || exec ? _PAGE_PRESENT : _PAGE_NO_RIGHT) };
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
	return pte.val & (_PAGE_PRESENT | _PAGE_NO_RIGHT);
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
	return pte.val >> PAGE_SHIFT;
}

static inline pte_t pte_wrprotect(pte_t pte)
{
	return (pte_t){ pte.val & ~_PAGE_WRITE };
}

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
	return (pte_t){ pfn << PAGE_SHIFT | prot.val };
}

/* New rights; the frame, dirty and young stay. */
static inline pte_t pte_modify(pte_t pte, pgprot_t prot)
{
	unsigned long keep = ~(PAGE_SIZE - 1) | _PAGE_DIRTY | _PAGE_ACCESSED;

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

/* The directory. */
static inline bool pgd_none(pgd_t pgd)
{
	return false;
}

static inline bool pmd_none(pmd_t pmd)
{
	return pmd.val == 0;
}

static inline pmd_t *pmd_offset(pgd_t *pgdp, unsigned long addr)
{
	return (pmd_t *)pgdp;
}

static inline pte_t *pmd_table(pmd_t pmd)
{
	return phys_to_virt(pmd.val & ~(PAGE_SIZE - 1));
}

/* Its pages say who may do what; the directory denies nothing. */
static inline void pmd_populate(pmd_t *pmdp, pte_t *table)
{
	unsigned long bits = _PAGE_PRESENT | _PAGE_WRITE | _PAGE_USER | _PAGE_ACCESSED;

	__atomic_store_n(&pmdp->val, (unsigned long)virt_to_phys(table) | bits, __ATOMIC_RELEASE);
}

static inline void pmd_clear(pmd_t *pmdp)
{
	WRITE_ONCE(pmdp->val, 0);
}

/* Never called: pgd_none() is never true and there is no table of pmds. */
static inline pmd_t *pgd_table(pgd_t pgd)
{
	return NULL;
}

static inline void pgd_populate(pgd_t *pgdp, pmd_t *table)
{
}

static inline void pgd_clear(pgd_t *pgdp)
{
}

#endif
#endif
