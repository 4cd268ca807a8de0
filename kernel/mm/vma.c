/*
 * Areas: the list, the tree, and the arithmetic of ranges. Nothing here touches a page table.
 *
 * An mm's areas never overlap. They hang in a list by address (mmap, vm_next) and in a tree (mm_rb)
 * of the same order: the list is for going through, the tree for finding.
 */
#include <kernel/err.h>
#include <kernel/file.h>
#include <kernel/slab.h>
#include "internal.h"

static struct kmem_cache *vma_cache;

void vma_init_cache(void)
{
	vma_cache = kmem_cache_create("vm_area_struct", sizeof(struct vm_area_struct), 0);
}

/* ---- life ---- */

struct vm_area_struct *vma_alloc(struct mm_struct *mm, gfp_t gfp)
{
	struct vm_area_struct *vma = kmem_cache_alloc(vma_cache, gfp | GFP_ZERO);

	if (vma)
		vma->vm_mm = mm;
	return vma;
}

struct vm_area_struct *vma_dup(const struct vm_area_struct *vma, struct mm_struct *mm)
{
	struct vm_area_struct *new = kmem_cache_alloc(vma_cache, GFP_KERNEL);

	if (!new)
		return NULL;
	*new = *vma;
	new->vm_mm = mm;
	new->vm_next = NULL;
	if (new->vm_file)
		get_file(new->vm_file);
	if (new->vm_ops &&new->vm_ops->open)
		new->vm_ops->open(new);
	return new;
}

void vma_free(struct vm_area_struct *vma)
{
	if (vma->vm_ops && vma->vm_ops->close)
		vma->vm_ops->close(vma);
	if (vma->vm_file)
		fput(vma->vm_file);
	kmem_cache_free(vma_cache, vma);
}

/* ---- finding ---- */

struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma = READ_ONCE(mm->mmap_cache);
	struct rb_node *node;

	if (likely(vma && addr >= vma->vm_start && addr < vma->vm_end))
		return vma;
	vma = NULL;
	for (node = mm->mm_rb.rb_node; node;) {
		struct vm_area_struct *here = rb_entry(node, struct vm_area_struct, vm_rb);

		if (here->vm_end <= addr) {
			node = node->rb_right;
			continue;
		}
		vma = here;
		if (here->vm_start <= addr)
			break;
		node = node->rb_left;
	}
	if (vma)
		WRITE_ONCE(mm->mmap_cache, vma);
	return vma;
}

/* The last area that begins before addr, or NULL. */
struct vm_area_struct *find_vma_before(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *before = NULL;

	for (struct rb_node *node = mm->mm_rb.rb_node; node;) {
		struct vm_area_struct *here = rb_entry(node, struct vm_area_struct, vm_rb);

		if (here->vm_start < addr) {
			before = here;
			node = node->rb_right;
		} else {
			node = node->rb_left;
		}
	}
	return before;
}

int find_vma_place(struct mm_struct *mm, unsigned long addr, unsigned long end, struct vma_place *place)
{
	struct rb_node **link = &mm->mm_rb.rb_node;

	place->prev = NULL;
	place->parent = NULL;
	while (*link) {
		struct vm_area_struct *here = rb_entry(*link, struct vm_area_struct, vm_rb);

		place->parent = *link;
		if (end <= here->vm_start) {
			link = &(*link)->rb_left;
		} else if (addr >= here->vm_end) {
			place->prev = here;
			link = &(*link)->rb_right;
		} else {
			return -EEXIST;
		}
	}
	place->link = link;
	return 0;
}

/* ---- linking ---- */

static void __vma_link(struct mm_struct *mm, struct vm_area_struct *vma, const struct vma_place *place)
{
	struct vm_area_struct **prev_next = place->prev ? &place->prev->vm_next : &mm->mmap;

	vma->vm_next = *prev_next;
	*prev_next = vma;
	rb_link_node(&vma->vm_rb, place->parent, place->link);
	rb_insert_color(&vma->vm_rb, &mm->mm_rb);
	mm->map_count++;
}

void vma_link(struct mm_struct *mm, struct vm_area_struct *vma, const struct vma_place *place)
{
	__vma_link(mm, vma, place);
	vma_link_file(vma);
}

/* Put vma into mm's list and count its pages. */
int vma_insert(struct mm_struct *mm, struct vm_area_struct *vma)
{
	struct vma_place place;
	int err;

	if (mm->map_count >= MAX_MAP_COUNT)
		return -ENOMEM;
	err = find_vma_place(mm, vma->vm_start, vma->vm_end, &place);
	if (err)
		return err;
	vma_link(mm, vma, &place);
	mm->total_vm += vma_pages(vma);
	mm->hiwater_vm = max(mm->hiwater_vm, mm->total_vm);
	return 0;
}

void vma_unlink_range(struct mm_struct *mm, struct vm_area_struct *prev, unsigned long end)
{
	struct vm_area_struct **prev_next = prev ? &prev->vm_next : &mm->mmap;
	struct vm_area_struct *vma = *prev_next, *last = NULL;

	for (; vma && vma->vm_start < end; vma = vma->vm_next) {
		rb_erase(&vma->vm_rb, &mm->mm_rb);
		mm->map_count--;
		last = vma;
	}
	*prev_next = vma;
	if (last)
		last->vm_next = NULL;
	mm->mmap_cache = NULL;
}

/* ---- splitting and merging ---- */

/* Cut vma in two at addr, which lies inside it; vma keeps the lower part. */
int vma_split(struct vm_area_struct *vma, unsigned long addr)
{
	struct mm_struct *mm = vma->vm_mm;
	struct vm_area_struct *upper;
	struct vma_place place;

	if (mm->map_count >= MAX_MAP_COUNT)
		return -ENOMEM;
	upper = vma_dup(vma, mm);
	if (!upper)
		return -ENOMEM;
	i_mmap_lock(vma);
	upper->vm_start = addr;
	if (upper->vm_file) {
		upper->vm_pgoff += (addr - vma->vm_start) >> PAGE_SHIFT;
		list_add(&upper->shared, &vma->shared);
	}
	vma->vm_end = addr;
	i_mmap_unlock(vma);
	if (find_vma_place(mm, addr, upper->vm_end, &place) == 0)
		__vma_link(mm, upper, &place);
	return 0;
}

static bool can_merge(const struct vm_area_struct *a, const struct vm_area_struct *b)
{
	if (a->vm_end != b->vm_start || a->vm_flags != b->vm_flags || a->vm_file != b->vm_file ||
	    a->vm_ops != b->vm_ops)
		return false;
	return !a->vm_file || a->vm_pgoff + vma_pages(a) == b->vm_pgoff;
}

/* Make vma and the area behind it one, if they differ in nothing. */
bool vma_merge_next(struct vm_area_struct *vma)
{
	struct mm_struct *mm = vma->vm_mm;
	struct vm_area_struct *next = vma->vm_next;

	if (!next || !can_merge(vma, next))
		return false;
	vma->vm_next = next->vm_next;
	rb_erase(&next->vm_rb, &mm->mm_rb);
	i_mmap_lock(vma);
	vma->vm_end = next->vm_end;
	__vma_unlink_file(next);
	i_mmap_unlock(vma);
	mm->map_count--;
	mm->mmap_cache = vma;
	vma_free(next);
	return true;
}
