/* What the files of mm/ share with each other and with nobody else. */
#ifndef MM_INTERNAL_H
#define MM_INTERNAL_H

#include <kernel/mm.h>

/* ---- zap.c: taking pages out of a space ---- */

#define GATHER_PAGES 32

/*
 * Pages and tables on their way out. They may be freed only when no TLB leads to them any more, so
 * they are gathered here, flushed once for many, then freed. If fullmm, nobody can use the space
 * again (its last user is gone): nothing is owed to any TLB, and pages are freed at once. Only the
 * tables stay until the last mmdrop(), since a lazy CPU may still walk them for itself.
 */
struct mmu_gather {
	struct mm_struct *mm;
	bool fullmm;
	unsigned long start, end; /* what has been unmapped since the last flush */
	struct table_list tables;
	unsigned int nr;
	struct page *pages[GATHER_PAGES];
};

void tlb_gather(struct mmu_gather *tlb, struct mm_struct *mm, bool fullmm);
void tlb_finish(struct mmu_gather *tlb);
void unmap_vma(struct mmu_gather *tlb, struct vm_area_struct *vma, unsigned long start,
	       unsigned long end);

/* ---- vma.c ---- */

/* Where an area that begins at addr belongs. */
struct vma_place {
	struct vm_area_struct *prev; /* the area before it, or NULL */
	struct rb_node *parent, **link;
};
void vma_init_cache(void);
struct vm_area_struct *find_vma_before(struct mm_struct *mm, unsigned long addr);

/* -EEXIST if an area overlaps [addr, end). */
int __must_check find_vma_place(struct mm_struct *mm, unsigned long addr, unsigned long end,
				struct vma_place *place);
/* Into list, tree, and the list of its file. */
void vma_link(struct mm_struct *mm, struct vm_area_struct *vma, const struct vma_place *place);
/* Take [first, first up to end) out of list and tree; they stay chained by vm_next, and in the
 * lists of their files: see unmap_region(). */
void vma_unlink_range(struct mm_struct *mm, struct vm_area_struct *prev, unsigned long end);
int __must_check vma_split(struct vm_area_struct *vma, unsigned long addr);
bool vma_merge_next(struct vm_area_struct *vma);

/* ---- rmap.c: the areas that map a file ---- */

/* The list of vma's file; nothing if it has none. Held while the bounds of a linked area change. */
void i_mmap_lock(struct vm_area_struct *vma);
void i_mmap_unlock(struct vm_area_struct *vma);
void vma_link_file(struct vm_area_struct *vma);
void vma_unlink_file(struct vm_area_struct *vma);
static inline void __vma_unlink_file(struct vm_area_struct *vma)
{
	if (vma->vm_file)
		list_del(&vma->shared);
}

/* ---- mmap.c ---- */
int __must_check vma_split_range(struct mm_struct *mm, unsigned long start, unsigned long end,
				 struct vm_area_struct **prev);

#endif
