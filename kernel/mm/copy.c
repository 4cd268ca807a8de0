/*
 * Fork's copy of the page tables.
 *
 * Nothing is copied but entries. A private writable page becomes shared and read-only on both
 * sides, with one more reference; the first store on either side copies it (fault.c). Pages of
 * other mappings are carried over as they are.
 *
 *	parent  pte RW -> page		parent  pte R- \
 *				  =>			page (2 references)
 *					child   pte R- /
 */
#include <kernel/err.h>
#include <kernel/trace.h>
#include "internal.h"

struct copy_walk {
	struct pt_walk walk;
	struct mm_struct *dst, *src;
	bool cow; /* the area is private and may be written */
};

/* The entries [addr, end) of one of src's tables. Both mmap_locks are held for writing. */
static int copy_pte_range(struct pt_walk *walk, pte_t *src_pte, unsigned long addr, unsigned long end)
{
	struct copy_walk *copy = container_of(walk, struct copy_walk, walk);
	pte_t *dst_pte = pte_alloc(copy->dst, addr);
	long anon = 0, file = 0;

	if (!dst_pte)
		return -ENOMEM;
	spin_lock(&copy->src->page_table_lock);
	for (; addr != end; src_pte++, dst_pte++, addr += PAGE_SIZE) {
		pte_t pte = *src_pte;
		struct page *page;

		if (pte_none(pte))
			continue;
		if (copy->cow && pte_write(pte)) {
			pte = pte_wrprotect(pte);
			set_pte(src_pte, pte);
		}
		page = pfn_to_page(pte_pfn(pte));
		if (page != zero_page) {
			get_page(page);
			if (page_is_file(page))
				file++;
			else
				anon++;
		}
		set_pte(dst_pte, pte);
	}
	spin_unlock(&copy->src->page_table_lock);
	atomic_long_add(anon, &copy->dst->rss_anon);
	atomic_long_add(file, &copy->dst->rss_file);
	return 0;
}

/* A file page that nobody has written can be faulted in again: no need to copy its entry. */
static bool can_fault_again(const struct vm_area_struct *vma)
{
	return !vma_is_anon(vma) && (vma->vm_flags & VM_SHARED);
}

/*
 * Give dst its own view of the pages of vma, an area of src. On -ENOMEM dst keeps what it got;
 * mmput(dst) frees it. The caller flushes src's TLBs once for all areas, before dst may run:
 * until then another thread of the parent may store to a page that the child shares.
 * Caller holds both mmap_locks for writing.
 */
int copy_page_range(struct mm_struct *dst, struct mm_struct *src, struct vm_area_struct *vma)
{
	struct copy_walk copy = {
		.walk.pte_range = copy_pte_range,
		.dst = dst,
		.src = src,
		.cow = vma_is_cow(vma),
	};

	trace_step("%lx-%lx %s", vma->vm_start, vma->vm_end,
		   can_fault_again(vma) ? "left to faults" : copy.cow ? "copy on write"
								      : "shared as it is");
	if (can_fault_again(vma))
		return 0;
	return walk_page_range(src, vma->vm_start, vma->vm_end, &copy.walk);
}
