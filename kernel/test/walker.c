/* Address spaces without a program: areas, the page-table walker, faults, teardown. */
#include <kernel/err.h>
#include <kernel/mm.h>
#include <kernel/slab.h>
#include <kernel/task.h>

#include "internal.h"

#define BASE   (TASK_SIZE / 4)
#define LENGTH (3 * PMD_SIZE)
#define VM_RW  (VM_READ | VM_WRITE | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC)

/* Pages that are free, or can be had again at once. */
static unsigned long spare_pages(void)
{
	return nr_free_pages();
}

static struct mm_struct *make_mm(void)
{
	struct mm_struct *mm = mm_alloc();

	if (!mm) {
		EXPECT(!"there is memory for an mm");
		return NULL;
	}
	down_write(&mm->mmap_lock);
	EXPECT(map_anonymous(mm, BASE, LENGTH, VM_RW) == 0);
	up_write(&mm->mmap_lock);
	return mm;
}

static void test_empty_mm(void)
{
	struct mm_struct *mm = mm_alloc();

	EXPECT(mm && atomic_read(&mm->mm_users) == 1 && atomic_read(&mm->mm_count) == 1);
	EXPECT(!pte_lookup(mm, BASE) && !find_vma(mm, 0) && !mm->nr_ptes);
	mmput(mm);
}

static void test_pte_alloc(void)
{
	struct mm_struct *mm = make_mm();
	pte_t *pte = pte_alloc(mm, BASE + PAGE_SIZE);

	EXPECT(pte && pte_none(*pte) && pte_lookup(mm, BASE + PAGE_SIZE) == pte);
	EXPECT(pte_lookup(mm, BASE) == pte - 1 && pte_alloc(mm, BASE + PAGE_SIZE) == pte);
	EXPECT(!pte_lookup(mm, BASE + PMD_SIZE) && mm->nr_ptes > 0);
	mmput(mm);
}

struct counting_walk {
	struct pt_walk walk;
	unsigned int tables, entries, present;
	unsigned long last;
};

static int count_range(struct pt_walk *walk, pte_t *pte, unsigned long addr, unsigned long end)
{
	struct counting_walk *count = container_of(walk, struct counting_walk, walk);

	EXPECT(addr >= count->last && end > addr && end - addr <= PMD_SIZE);
	count->last = end;
	count->tables++;
	for (; addr != end; addr += PAGE_SIZE, pte++) {
		count->entries++;
		count->present += pte_present(*pte);
	}
	return 0;
}

/* Trap: an address space can have so many tables that a walk takes long. */
static int want_resched(struct pt_walk *walk, pte_t *pte, unsigned long addr, unsigned long end)
{
	EXPECT(!need_resched());
	set_task_work(current, TIF_NEED_RESCHED);
	return 0;
}

static int stop_walk(struct pt_walk *walk, pte_t *pte, unsigned long addr, unsigned long end)
{
	return -EINTR;
}

static void fault(struct mm_struct *mm, unsigned long addr, unsigned int flags)
{
	struct vm_area_struct *vma;

	down_read(&mm->mmap_lock);
	vma = find_vma(mm, addr);
	EXPECT(vma && vma->vm_start <= addr);
	if (vma)
		EXPECT(!(handle_mm_fault(vma, addr, flags) & VM_FAULT_ERROR));
	up_read(&mm->mmap_lock);
}

static void test_walk(void)
{
	struct counting_walk count = { .walk.pte_range = count_range };
	struct pt_walk stop = { .pte_range = stop_walk }, resched = { .pte_range = want_resched };
	struct mm_struct *mm = make_mm();

	fault(mm, BASE + 3 * PAGE_SIZE, FAULT_WRITE);
	fault(mm, BASE + 2 * PMD_SIZE, FAULT_WRITE);
	fault(mm, BASE + 2 * PMD_SIZE + PAGE_SIZE, 0);
	EXPECT(walk_page_range(mm, BASE + PAGE_SIZE, BASE + LENGTH, &count.walk) == 0);
	EXPECT(count.tables == 2 && count.present == 3 && count.entries == 2 * PTRS_PER_PTE - 1);
	EXPECT(walk_page_range(mm, BASE, BASE + LENGTH, &resched) == 0 && !need_resched());
	EXPECT(walk_page_range(mm, BASE, BASE + LENGTH, &stop) == -EINTR);
	EXPECT(walk_page_range(mm, BASE + PMD_SIZE, BASE + 2 * PMD_SIZE, &stop) == 0);
	mmput(mm);
}

/* Trap: a read maps the shared zero page, which is not counted; the store after it gets a page. */
static void test_zero_page_then_write(void)
{
	struct mm_struct *mm = make_mm();
	struct page *page;
	pte_t *pte;

	fault(mm, BASE, 0);
	pte = pte_lookup(mm, BASE);
	EXPECT(pte && pte_pfn(*pte) == page_to_pfn(zero_page) && !pte_write(*pte) && mm_rss(mm) == 0);
	fault(mm, BASE, FAULT_WRITE);
	EXPECT(pte_pfn(*pte) != page_to_pfn(zero_page) && pte_write(*pte) && mm_rss(mm) == 1);
	page = pfn_to_page(pte_pfn(*pte));
	EXPECT(page_count(page) == 1 && *(unsigned long *)page_address(page) == 0);
	mmput(mm);
}

static void test_mm_census(void)
{
	unsigned long before;

	mmput(make_mm()); /* caches fill */
	drain_local_pages();
	before = spare_pages();
	for (unsigned int round = 0; round < 20; round++) {
		struct mm_struct *mm = make_mm();

		for (unsigned long addr = BASE; addr < BASE + LENGTH; addr += 37 * PAGE_SIZE)
			fault(mm, addr, round % 2 ? FAULT_WRITE : 0);
		down_write(&mm->mmap_lock);
		EXPECT(do_munmap(mm, BASE + PMD_SIZE, PMD_SIZE) == 0);
		up_write(&mm->mmap_lock);
		EXPECT(mm->map_count == 2);
		mmput(mm);
	}
	EXPECT(spare_pages() == before);
}

const struct ktest walker_tests[] = {
	{ "mm: an empty one", test_empty_mm },
	{ "pgtable: pte_alloc, pte_lookup", test_pte_alloc },
	{ "pgtable: a walk sees each table once, in order, within bounds", test_walk },
	{ "fault: the zero page for a load, a page of its own for a store", test_zero_page_then_write },
	{ "mm: 20 spaces, mapped, faulted, unmapped: every page comes back", test_mm_census },
	{ NULL, NULL },
};
