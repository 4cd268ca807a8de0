/*
 * The heap: one anonymous area from start_brk to brk, moved by its end. Growing maps nothing; the
 * pages come with the first touch.
 */
#include <kernel/err.h>
#include <kernel/limits.h>
#include <kernel/syscalls.h>
#include <kernel/task.h>
#include "internal.h"

#define HEAP_FLAGS (VM_READ | VM_WRITE | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC)

static int grow_heap(struct mm_struct *mm, unsigned long from, unsigned long to)
{
	struct vm_area_struct *next = find_vma(mm, from);

	if (to - mm->start_brk > rlimit(RLIMIT_DATA))
		return -ENOMEM;
	if (next && next->vm_start < to + (next->vm_flags & VM_GROWSDOWN ? STACK_GUARD_GAP : 0))
		return -ENOMEM;
	return map_anonymous(mm, from, to - from, HEAP_FLAGS);
}

/* The new end if it could be set, else the old one: callers compare. */
long sys_brk(unsigned long brk)
{
	struct mm_struct *mm = current->mm;
	unsigned long old, new;
	int err = 0;

	down_write(&mm->mmap_lock);
	if (brk < mm->start_brk || brk > TASK_SIZE - PAGE_SIZE)
		goto out;
	old = PAGE_ALIGN(mm->brk);
	new = PAGE_ALIGN(brk);
	if (new > old)
		err = grow_heap(mm, old, new);
	else if (new < old)
		err = do_munmap(mm, new, old - new);
	if (!err)
		mm->brk = brk;
out:
	brk = mm->brk;
	up_write(&mm->mmap_lock);
	return (long)brk;
}
