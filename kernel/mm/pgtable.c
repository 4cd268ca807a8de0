/*
 * The page-table walker: the only code that goes from level to level.
 *
 *	pgd entry -> table of pmds -> table of ptes -> frame
 *
 * On a machine with two levels the pmd is the pgd entry itself: pmd_offset() steps nowhere and
 * pgd_none() is never true, so the middle level costs nothing.
 *
 * A table that is freed holds no entry any more, so it is as good as a new one: it waits on its
 * CPU's quicklist and fork gets it back without clearing a page.
 */
#include <arch/tlb.h>
#include <kernel/cpu.h>
#include <kernel/err.h>
#include <kernel/mm.h>
#include <kernel/panic.h>
#include <kernel/spinlock.h>
#include <kernel/string.h>
#include <kernel/task.h>

#define KEEP_TABLES 24 /* on a CPU's quicklist at most */
#define KEEP_PGDS   8

/* ---- clean tables ---- */

static void *list_pop(struct table_list *list)
{
	void **table = list->head;

	if (!table)
		return NULL;
	list->head = *table;
	list->count--;
	*table = NULL;
	return table;
}

static bool list_push(struct table_list *list, void *table, unsigned int keep)
{
	if (list->count >= keep)
		return false;
	*(void **)table = list->head;
	list->head = table;
	list->count++;
	return true;
}

/* A page of empty entries, or NULL. */
static void *table_alloc(void)
{
	void *table = unlikely(current->fail_nth) ? NULL : list_pop(&this_cpu()->free_tables);
	struct page *page;

	if (likely(table))
		return table;
	page = alloc_page(GFP_KERNEL | GFP_ZERO);
	if (!page)
		return NULL;
	page_set_flag(page, PG_table);
	page->private = 0;
	return page_address(page);
}

/* All entries of table are empty. */
static void table_free(void *table)
{
	if (!list_push(&this_cpu()->free_tables, table, KEEP_TABLES))
		put_page(virt_to_page(table));
}

unsigned long nr_clean_tables(void)
{
	unsigned long n = 0;

	for (unsigned int i = 0; i < nr_cpus; i++)
		n += READ_ONCE(cpus[i].free_tables.count) + READ_ONCE(cpus[i].free_pgds.count);
	return n;
}

/* Memory is short: this CPU's go. */
static unsigned long shrink_tables(unsigned long nr)
{
	struct cpu *cpu = this_cpu();
	unsigned long freed = 0;
	void *table;

	while (freed < nr &&
	       ((table = list_pop(&cpu->free_tables)) || (table = list_pop(&cpu->free_pgds)))) {
		put_page(virt_to_page(table));
		freed++;
	}
	return freed;
}

static struct shrinker table_shrinker = { .shrink = shrink_tables };

void pgtable_init(void)
{
	register_shrinker(&table_shrinker);
}

/* ---- the top level ---- */

pgd_t *pgd_alloc(void)
{
	pgd_t *pgd;

	if (PGD_IS_SHARED)
		return swapper_pg_dir;
	pgd = unlikely(current->fail_nth) ? NULL : list_pop(&this_cpu()->free_pgds);
	if (likely(pgd))
		return pgd;
	pgd = table_alloc();
	if (pgd)
		memcpy(pgd + USER_PTRS_PER_PGD, swapper_pg_dir + USER_PTRS_PER_PGD,
		       (PTRS_PER_PGD - USER_PTRS_PER_PGD) * sizeof(pgd_t));
	return pgd;
}

void pgd_free(pgd_t *pgd)
{
	if (!PGD_IS_SHARED && !list_push(&this_cpu()->free_pgds, pgd, KEEP_PGDS))
		put_page(virt_to_page(pgd));
}

/* ---- one address ---- */

pte_t *pte_lookup(struct mm_struct *mm, unsigned long addr)
{
	pgd_t *pgd = mm->pgd + pgd_index(mm_linear(mm, addr));
	pmd_t *pmd;

	if (pgd_none(*pgd))
		return NULL;
	pmd = pmd_offset(pgd, addr);
	if (pmd_none(*pmd))
		return NULL;
	return pmd_table(*pmd) + pte_index(addr);
}

/* Have the entry, of a pgd or a pmd, lead to a table; another thread may be faster. */
static inline int table_install(struct mm_struct *mm, unsigned long *entry)
{
	void *table = table_alloc();

	if (!table)
		return -ENOMEM;
	spin_lock(&mm->page_table_lock);
	if (!*entry) {
		set_table(entry, table);
		mm->nr_ptes++;
		table = NULL;
	}
	spin_unlock(&mm->page_table_lock);
	if (table)
		table_free(table);
	return 0;
}

pte_t *pte_alloc(struct mm_struct *mm, unsigned long addr)
{
	pgd_t *pgd = mm->pgd + pgd_index(mm_linear(mm, addr));
	pmd_t *pmd;

	if (unlikely(pgd_none(*pgd)) && table_install(mm, &pgd->val))
		return NULL;
	pmd = pmd_offset(pgd, addr);
	if (unlikely(pmd_none(*pmd)) && table_install(mm, &pmd->val))
		return NULL;
	return pmd_table(*pmd) + pte_index(addr);
}

/* ---- a range ---- */

/* The first boundary of size after addr, or end if that comes first. Safe at the top of memory. */
static unsigned long next_boundary(unsigned long addr, unsigned long end, unsigned long size)
{
	unsigned long next = (addr + size) & ~(size - 1);

	return next - 1 < end - 1 ? next : end;
}

static int walk_pmd_range(pgd_t *pgd, unsigned long addr, unsigned long end, struct pt_walk *walk)
{
	pmd_t *pmd = pmd_offset(pgd, addr);
	unsigned long next;
	int err = 0;

	for (; addr != end && !err; addr = next, pmd++) {
		next = next_boundary(addr, end, PMD_SIZE);
		if (pmd_none(*pmd))
			continue;
		err = walk->pte_range(walk, pmd_table(*pmd) + pte_index(addr), addr, next);
		cond_resched();
	}
	return err;
}

int walk_page_range(struct mm_struct *mm, unsigned long start, unsigned long end, struct pt_walk *walk)
{
	pgd_t *pgd = mm->pgd + pgd_index(mm_linear(mm, start));
	unsigned long addr, next;
	int err = 0;

	for (addr = start; addr != end && !err; addr = next, pgd++) {
		next = next_boundary(addr, end, PGDIR_SIZE);
		if (!pgd_none(*pgd))
			err = walk_pmd_range(pgd, addr, next, walk);
	}
	return err;
}

/* ---- freeing ---- */

/* Is the whole of addr's boundary-aligned size within [floor, ceiling)? */
static bool covers(unsigned long addr, unsigned long size, unsigned long floor, unsigned long ceiling)
{
	addr &= ~(size - 1);
	return addr >= floor && addr + size - 1 <= ceiling - 1;
}

/* A waiting table is linked through its first entry, which no machine takes for a valid one. */
static void tables_add(struct table_list *tables, void *table)
{
	*(void **)table = tables->head;
	tables->head = table;
	tables->count++;
}

static void unlink_pte_tables(pgd_t *pgd, unsigned long addr, unsigned long end, unsigned long floor,
			      unsigned long ceiling, struct table_list *tables)
{
	pmd_t *pmd = pmd_offset(pgd, addr);
	unsigned long next;

	for (; addr != end; addr = next, pmd++) {
		next = next_boundary(addr, end, PMD_SIZE);
		if (!pmd_none(*pmd) && covers(addr, PMD_SIZE, floor, ceiling)) {
			tables_add(tables, pmd_table(*pmd));
			pmd_clear(pmd);
		}
	}
}

void unlink_pgtables(struct mm_struct *mm, unsigned long start, unsigned long end,
		     unsigned long floor, unsigned long ceiling, struct table_list *tables)
{
	pgd_t *pgd = mm->pgd + pgd_index(mm_linear(mm, start));
	unsigned int before = tables->count;
	unsigned long addr, next;

	for (addr = start; addr != end; addr = next, pgd++) {
		next = next_boundary(addr, end, PGDIR_SIZE);
		if (pgd_none(*pgd))
			continue;
		unlink_pte_tables(pgd, addr, next, floor, ceiling, tables);
		if (!PMD_IS_FOLDED && covers(addr, PGDIR_SIZE, floor, ceiling)) {
			tables_add(tables, pgd_table(*pgd));
			pgd_clear(pgd);
		}
	}
	mm->nr_ptes -= tables->count - before;
}

void free_tables(struct table_list *tables)
{
	void *table;

	while ((table = list_pop(tables)))
		table_free(table);
}

/* ---- kernel space outside the direct map; callers own the addresses they pass ---- */

static struct spinlock kernel_tables_lock = SPINLOCK_INIT("kernel tables", RANK_KMAP);

static pmd_t *kernel_pmd(unsigned long virt)
{
	return pmd_offset(swapper_pg_dir + pgd_index(virt), virt);
}

/*
 * Each table of ptes counts its entries in its struct page, and goes with the last; but where a pmd is folded into the
 * pgd, every address space has a copy of it: there the port has made all tables at boot, and they stay.
 */
int map_kernel_page(unsigned long virt, phys_addr_t phys, pgprot_t prot)
{
	pmd_t *pmd = kernel_pmd(virt);
	pte_t *spare = table_alloc(), *table;

	if (!spare)
		return -ENOMEM;
	spin_lock(&kernel_tables_lock);
	if (pmd_none(*pmd)) {
		pmd_populate(pmd, spare);
		spare = NULL;
	}
	table = pmd_table(*pmd);
	virt_to_page(table)->private ++;
	set_pte(table + pte_index(virt), pfn_pte((pfn_t)(phys >> PAGE_SHIFT), prot));
	spin_unlock(&kernel_tables_lock);
	/* A CPU may remember that there was nothing here. */
	flush_tlb_kernel_range(virt, virt + PAGE_SIZE);
	if (spare)
		table_free(spare);
	return 0;
}

phys_addr_t unmap_kernel_page(unsigned long virt)
{
	pmd_t *pmd = kernel_pmd(virt);
	pte_t *table, *pte;
	pfn_t pfn;

	spin_lock(&kernel_tables_lock);
	table = pmd_table(*pmd);
	pte = table + pte_index(virt);
	BUG_ON(pte_none(*pte));
	pfn = pte_pfn(*pte);
	pte_clear(pte);
	if (--virt_to_page(table)->private || PMD_IS_FOLDED)
		table = NULL;
	else
		pmd_clear(pmd);
	spin_unlock(&kernel_tables_lock);
	if (table) {
		flush_tlb_kernel_range(virt, virt + PAGE_SIZE);
		table_free(table);
	}
	return (phys_addr_t)pfn << PAGE_SHIFT;
}
