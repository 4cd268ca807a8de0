/* msync: what shared mappings have stored is on the disk. */
#include <kernel/err.h>
#include <kernel/file.h>
#include <kernel/syscalls.h>
#include <kernel/task.h>
#include "internal.h"

/*
 * The file of the first shared area that ends after *addr, with a reference, and *addr set to its end; NULL: none
 * begins before end. *gap: there is no area at some place before it.
 */
static struct file *next_shared_file(struct mm_struct *mm, unsigned long *addr, unsigned long end, bool *gap)
{
	struct file *file = NULL;
	struct vm_area_struct *vma;

	down_read(&mm->mmap_lock);
	for (vma = find_vma(mm, *addr); *addr < end && !file; vma = vma->vm_next) {
		if (!vma || vma->vm_start > *addr)
			*gap = true;
		if (!vma || vma->vm_start >= end) {
			*addr = end;
			break;
		}
		*addr = vma->vm_end;
		if (vma->vm_flags & VM_SHARED && vma->vm_file) {
			file = vma->vm_file;
			get_file(file);
		}
	}
	up_read(&mm->mmap_lock);
	return file;
}

long sys_msync(unsigned long addr, unsigned long len, int flags)
{
	unsigned long end = addr + PAGE_ALIGN(len);
	struct file *file;
	bool gap = false;
	int err = 0;

	if (addr & ~PAGE_MASK || flags & ~(MS_ASYNC | MS_INVALIDATE | MS_SYNC) ||
	    (flags & (MS_ASYNC | MS_SYNC)) == (MS_ASYNC | MS_SYNC))
		return -EINVAL;
	if (end < addr || end > TASK_SIZE)
		return -ENOMEM;
	while (!err && (file = next_shared_file(current->mm, &addr, end, &gap))) {
		if (flags & MS_SYNC && file->f_op->fsync)
			err = file->f_op->fsync(file, true);
		fput(file);
	}
	return err ? err : gap ? -ENOMEM
			       : 0;
}
