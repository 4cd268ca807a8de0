/*
 * The way back: from a file to the areas that map it. A file that becomes shorter leaves every
 * address space with it, whoever has it mapped.
 *
 * In the list, mapping->i_mmap, an area that fork is copying comes before its copy. An area joins
 * it with its mm's list of areas and leaves it before its page tables go; while the list is
 * locked, the areas on it keep their bounds and their tables.
 */
#include <kernel/file.h>
#include <kernel/fs.h>
#include "internal.h"

static struct address_space *file_mapping(const struct vm_area_struct *vma)
{
	return vma->vm_file->f_inode->i_mapping;
}

void i_mmap_lock(struct vm_area_struct *vma)
{
	if (vma->vm_file)
		mutex_lock(&file_mapping(vma)->i_mmap_lock);
}

void i_mmap_unlock(struct vm_area_struct *vma)
{
	if (vma->vm_file)
		mutex_unlock(&file_mapping(vma)->i_mmap_lock);
}

void vma_link_file(struct vm_area_struct *vma)
{
	i_mmap_lock(vma);
	if (vma->vm_file)
		list_add_tail(&vma->shared, &file_mapping(vma)->i_mmap);
	i_mmap_unlock(vma);
}

void vma_unlink_file(struct vm_area_struct *vma)
{
	i_mmap_lock(vma);
	__vma_unlink_file(vma);
	i_mmap_unlock(vma);
}

/* The part of vma that shows the file's pages from first on. */
static void unmap_tail(struct vm_area_struct *vma, unsigned long first)
{
	unsigned long before = first > vma->vm_pgoff ? first - vma->vm_pgoff : 0;

	if (before < vma_pages(vma))
		zap_page_range(vma, vma->vm_start + (before << PAGE_SHIFT), vma->vm_end);
}

/*
 * The list may be looked at without its lock: an area that a page of the cache got into was on it
 * before that page left the cache. And one walk is enough. A fault that has yet to install such a
 * page finds, under the lock that the walk takes too, that it has left. A fork that copies an
 * entry behind the walk's back has an area further down the list.
 */
void unmap_mapping_pages(struct address_space *mapping, unsigned long first)
{
	struct vm_area_struct *vma;

	if (list_empty(&mapping->i_mmap))
		return;
	mutex_lock(&mapping->i_mmap_lock);
	list_for_each_entry(vma, &mapping->i_mmap, shared)
		unmap_tail(vma, first);
	mutex_unlock(&mapping->i_mmap_lock);
}
