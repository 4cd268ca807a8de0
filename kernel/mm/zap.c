/*
 * Teardown: pages leave an address space.
 *
 *	clear the entries  ->  flush the TLBs that may hold them  ->  drop the pages and tables
 *
 * The order matters: until the flush another thread may still store through an old translation, so
 * a frame must not have a new owner before it.
 */
#include <arch/tlb.h>
#include <kernel/filemap.h>
#include "internal.h"

void tlb_gather(struct mmu_gather *tlb, struct mm_struct *mm, bool fullmm)
{
	tlb->mm = mm;
	tlb->fullmm = fullmm;
	tlb->start = TASK_SIZE;
	tlb->end = 0;
	tlb->tables = (struct table_list){ 0 };
	tlb->nr = 0;
}

static void tlb_flush_pages(struct mmu_gather *tlb)
{
	if (tlb->start < tlb->end)
		flush_tlb_range(tlb->mm, tlb->start, tlb->end);
	while (tlb->nr)
		put_page(tlb->pages[--tlb->nr]);
}

void tlb_finish(struct mmu_gather *tlb)
{
	if (tlb->fullmm) {
		tlb->mm->dead_tables = tlb->tables;
		return;
	}
	tlb_flush_pages(tlb);
	free_tables(&tlb->tables);
}

struct zap_walk {
	struct pt_walk walk;
	struct mmu_gather *tlb;
};

static void zap_page(struct mmu_gather *tlb, struct page *page)
{
	if (tlb->fullmm) {
		put_page(page);
		return;
	}
	if (tlb->nr == GATHER_PAGES)
		tlb_flush_pages(tlb);
	tlb->pages[tlb->nr++] = page;
}

/* The entries [addr, end) of one table. */
static int zap_pte_range(struct pt_walk *walk, pte_t *pte, unsigned long addr, unsigned long end)
{
	struct mmu_gather *tlb = container_of(walk, struct zap_walk, walk)->tlb;
	struct mm_struct *mm = tlb->mm;
	long anon = 0, file = 0;

	spin_lock(&mm->page_table_lock);
	for (; addr != end; pte++, addr += PAGE_SIZE) {
		pte_t entry = *pte;
		struct page *page;

		if (pte_none(entry))
			continue;
		pte_clear(pte);
		page = pfn_to_page(pte_pfn(entry));
		if (page == zero_page)
			continue;
		if (page_is_file(page)) {
			file++;
			if (pte_dirty(entry)) /* also if mprotect() has taken the right to write since */
				set_page_dirty(page);
		} else {
			anon++;
		}
		zap_page(tlb, page);
	}
	spin_unlock(&mm->page_table_lock);
	atomic_long_sub(anon, &mm->rss_anon);
	atomic_long_sub(file, &mm->rss_file);
	return 0;
}

/* The part [start, end) of vma; its tables stay. */
void unmap_vma(struct mmu_gather *tlb, struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	struct zap_walk zap = { .walk.pte_range = zap_pte_range, .tlb = tlb };

	start = max(start, vma->vm_start);
	end = min(end, vma->vm_end);
	tlb->start = min(tlb->start, start);
	tlb->end = max(tlb->end, end);
	walk_page_range(tlb->mm, start, end, &zap.walk);
}

static void update_hiwater_rss(struct mm_struct *mm)
{
	mm->hiwater_rss = mm_peak_rss(mm);
}

/* Caller holds mmap_lock, or the list of vma's file. */
void zap_page_range(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	struct mmu_gather tlb;

	update_hiwater_rss(vma->vm_mm);
	tlb_gather(&tlb, vma->vm_mm, false);
	unmap_vma(&tlb, vma, start, end);
	tlb_finish(&tlb);
}

/*
 * Pages and tables of [start, end), whose areas begin with first and are out of mm's list already;
 * prev is the area before them. Caller holds mmap_lock for writing.
 */
void unmap_region(struct mm_struct *mm, struct vm_area_struct *first, struct vm_area_struct *prev,
		  unsigned long start, unsigned long end)
{
	struct vm_area_struct *next = prev ? prev->vm_next : mm->mmap;
	struct mmu_gather tlb;

	lock_assert_held(&mm->mmap_lock);
	update_hiwater_rss(mm);
	tlb_gather(&tlb, mm, false);
	for (struct vm_area_struct *vma = first; vma; vma = vma->vm_next) {
		vma_unlink_file(vma);
		unmap_vma(&tlb, vma, start, end);
	}
	unlink_pgtables(mm, start, end, prev ? prev->vm_end : 0,
			next ? next->vm_start : TASK_SIZE, &tlb.tables);
	tlb_finish(&tlb);
}

/* All of it. Nobody lives in mm any more and nobody can come back. */
void unmap_all(struct mm_struct *mm)
{
	struct mmu_gather tlb;
	struct vm_area_struct *vma;

	update_hiwater_rss(mm);
	tlb_gather(&tlb, mm, true);
	for (vma = mm->mmap; vma; vma = vma->vm_next) {
		vma_unlink_file(vma);
		unmap_vma(&tlb, vma, vma->vm_start, vma->vm_end);
	}
	for (vma = mm->mmap; vma; vma = vma->vm_next)
		unlink_pgtables(mm, vma->vm_start, vma->vm_end, 0,
				vma->vm_next ? vma->vm_next->vm_start : TASK_SIZE, &tlb.tables);
	tlb_finish(&tlb);
}
