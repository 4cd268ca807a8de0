/*
 * Areas come and go: mmap, munmap, and the stack that grows by itself. Everything here changes the
 * list of areas, so mmap_lock is held for writing; pages follow later, fault by fault.
 */
#include <kernel/err.h>
#include <kernel/file.h>
#include <kernel/fs.h>
#include <kernel/limits.h>
#include <kernel/syscalls.h>
#include <kernel/task.h>
#include "internal.h"

/* The protection of a present pte. The write bit comes with the first store: see maybe_mkwrite(). */
pgprot_t vm_get_page_prot(unsigned long vm_flags)
{
	return pgprot_user(vm_flags & (VM_READ | VM_WRITE), false, vm_flags & VM_EXEC);
}

/* ---- finding room ---- */

/* The highest hole below mmap_base that is large enough. */
long get_unmapped_area(struct mm_struct *mm, unsigned long len)
{
	unsigned long best = 0, floor = MMAP_MIN_ADDR;
	struct vm_area_struct *vma;

	if (len > TASK_SIZE - MMAP_MIN_ADDR)
		return -ENOMEM;
	for (vma = mm->mmap; vma && vma->vm_start <= mm->mmap_base; vma = vma->vm_next) {
		if (vma->vm_start > floor && vma->vm_start - floor >= len)
			best = vma->vm_start - len;
		floor = max(floor, vma->vm_end);
	}
	if (floor < mm->mmap_base && mm->mmap_base - floor >= len)
		best = mm->mmap_base - len;
	return best ? (long)best : -ENOMEM;
}

/* ---- making areas ---- */

/* Join vma with equal neighbours. prev is the area before it, or NULL. */
static void vma_merge(struct vm_area_struct *prev, struct vm_area_struct *vma)
{
	vma_merge_next(vma);
	if (prev)
		vma_merge_next(prev);
}

/* Does the process stay within its limit with so many pages more? */
static bool may_expand_vm(struct mm_struct *mm, unsigned long pages)
{
	return mm->total_vm + pages <= rlimit(RLIMIT_AS) >> PAGE_SHIFT;
}

/* An area that is nowhere yet; the caller knows what lies behind it. */
static inline struct vm_area_struct *new_area(struct mm_struct *mm, unsigned long addr, unsigned long len,
					      unsigned long vm_flags)
{
	struct vm_area_struct *vma;

	if (!may_expand_vm(mm, len >> PAGE_SHIFT))
		return NULL;
	vma = vma_alloc(mm, GFP_KERNEL);
	if (!vma)
		return NULL;
	vma->vm_start = addr;
	vma->vm_end = addr + len;
	vma->vm_flags = vm_flags;
	vma->vm_page_prot = vm_get_page_prot(vm_flags);
	return vma;
}

int map_anonymous(struct mm_struct *mm, unsigned long addr, unsigned long len, unsigned long vm_flags)
{
	struct vm_area_struct *prev = find_vma_before(mm, addr);
	struct vm_area_struct *vma = new_area(mm, addr, len, vm_flags | VM_ACCOUNT);
	int err;

	if (!vma)
		return -ENOMEM;
	err = vm_acct_memory(len >> PAGE_SHIFT);
	if (err)
		goto free_vma;
	err = vma_insert(mm, vma);
	if (err)
		goto unacct;
	vma_merge(prev, vma);
	return 0;

unacct:
	vm_unacct_memory(len >> PAGE_SHIFT);
free_vma:
	vma_free(vma);
	return err;
}

static int map_file(struct mm_struct *mm, struct file *file, unsigned long addr, unsigned long len,
		    unsigned long vm_flags, unsigned long pgoff)
{
	bool account = (vm_flags & (VM_SHARED | VM_WRITE)) == VM_WRITE;
	struct vm_area_struct *vma = new_area(mm, addr, len, vm_flags | (account ? VM_ACCOUNT : 0));
	int err = -ENOMEM;

	if (!vma)
		return -ENOMEM;
	vma->vm_pgoff = pgoff;
	vma->vm_file = file;
	get_file(file);
	if (account && vm_acct_memory(len >> PAGE_SHIFT))
		goto free_vma;
	err = file->f_op->mmap(file, vma);
	if (!err)
		err = vma_insert(mm, vma);
	if (err)
		goto unacct;
	vma_merge(find_vma_before(mm, addr), vma);
	return 0;

unacct:
	if (account)
		vm_unacct_memory(len >> PAGE_SHIFT);
free_vma:
	vma_free(vma);
	return err;
}

/* Rights and possible rights of a mapping. -EACCES if the file was not opened for it. */
static int mmap_vm_flags(struct file *file, unsigned long prot, unsigned long flags, unsigned long *out)
{
	unsigned long vm_flags = VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC;

	if (prot & PROT_READ)
		vm_flags |= VM_READ;
	if (prot & PROT_WRITE)
		vm_flags |= VM_WRITE;
	if (prot & PROT_EXEC)
		vm_flags |= VM_EXEC;
	if (flags & MAP_GROWSDOWN)
		vm_flags |= VM_GROWSDOWN;
	if (file) {
		if (!file->f_op->mmap)
			return -ENODEV;
		if (!(file->f_mode & FMODE_READ))
			return -EACCES;
		if ((flags & MAP_TYPE) == MAP_SHARED) {
			vm_flags |= VM_SHARED;
			if (!(file->f_mode & FMODE_WRITE)) {
				if (prot & PROT_WRITE)
					return -EACCES;
				vm_flags &= ~VM_MAYWRITE;
			}
		}
	}
	*out = vm_flags;
	return 0;
}

/* Where it shall be: -EINVAL, -ENOMEM, -EEXIST. */
static long mmap_place(struct mm_struct *mm, unsigned long addr, unsigned long len, unsigned long flags)
{
	struct vma_place place;

	if (len > TASK_SIZE)
		return -ENOMEM;
	if (flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) {
		if (addr & ~PAGE_MASK)
			return -EINVAL;
		if (addr > TASK_SIZE - len)
			return -ENOMEM;
		if (addr < MMAP_MIN_ADDR)
			return -EPERM;
		if (flags & MAP_FIXED_NOREPLACE && find_vma_place(mm, addr, addr + len, &place))
			return -EEXIST;
		return (long)addr;
	}
	addr = PAGE_ALIGN(addr);
	if (addr >= MMAP_MIN_ADDR && addr <= TASK_SIZE - len &&
	    !find_vma_place(mm, addr, addr + len, &place))
		return (long)addr;
	return get_unmapped_area(mm, len);
}

/* Can a file reach so far? */
static bool offset_ok(const struct file *file, unsigned long pgoff, unsigned long pages)
{
	const struct inode *inode = file->f_inode;
	u64 end = S_ISREG(inode->i_mode) ? inode->i_sb->s_maxbytes : MAX_LFS_FILESIZE;

	end = (end >> PAGE_SHIFT) + 1;
	return pgoff <= end && pages <= end - pgoff;
}

long do_mmap(struct mm_struct *mm, struct file *file, unsigned long addr, unsigned long len,
	     unsigned long prot, unsigned long flags, unsigned long pgoff)
{
	unsigned long vm_flags, type = flags & MAP_TYPE;
	long place;
	int err;

	lock_assert_held(&mm->mmap_lock);
	if (!len || (type != MAP_PRIVATE && type != MAP_SHARED))
		return -EINVAL;
	len = PAGE_ALIGN(len);
	if (!len)
		return -ENOMEM;
	if (file && !offset_ok(file, pgoff, len >> PAGE_SHIFT))
		return -EOVERFLOW;
	err = mmap_vm_flags(file, prot, flags, &vm_flags);
	if (err)
		return err;
	place = mmap_place(mm, addr, len, flags);
	if (IS_ERR_VALUE(place))
		return place;
	if (flags & MAP_FIXED) {
		err = do_munmap(mm, (unsigned long)place, len);
		if (err)
			return err;
	}
	if (file)
		err = map_file(mm, file, (unsigned long)place, len, vm_flags, pgoff);
	else
		err = map_anonymous(mm, (unsigned long)place, len, vm_flags);
	return err ? err : place;
}

/* ---- taking areas away ---- */

/* After this, areas begin and end at start and at end. *prev: the last one before start. */
int vma_split_range(struct mm_struct *mm, unsigned long start, unsigned long end,
		    struct vm_area_struct **prev)
{
	struct vm_area_struct *vma = find_vma(mm, start);
	int err;

	if (vma && vma->vm_start < start) {
		/* Two cuts make one area more than one: see that both fit before the first. */
		if (vma->vm_end > end && mm->map_count >= MAX_MAP_COUNT - 1)
			return -ENOMEM;
		err = vma_split(vma, start);
		if (err)
			return err;
	}
	vma = find_vma(mm, end - 1);
	if (vma && vma->vm_start < end && vma->vm_end > end) {
		err = vma_split(vma, end);
		if (err)
			return err;
	}
	*prev = find_vma_before(mm, start);
	return 0;
}

static void free_areas(struct mm_struct *mm, struct vm_area_struct *vma)
{
	while (vma) {
		struct vm_area_struct *next = vma->vm_next;

		mm->total_vm -= vma_pages(vma);
		if (vma->vm_flags & VM_ACCOUNT)
			vm_unacct_memory(vma_pages(vma));
		vma_free(vma);
		vma = next;
		cond_resched();
	}
}

int do_munmap(struct mm_struct *mm, unsigned long addr, unsigned long len)
{
	struct vm_area_struct *vma, *prev;
	unsigned long end;
	int err;

	lock_assert_held(&mm->mmap_lock);
	if (addr & ~PAGE_MASK || addr > TASK_SIZE || len > TASK_SIZE - addr || !len)
		return -EINVAL;
	end = PAGE_ALIGN(addr + len);
	vma = find_vma(mm, addr);
	if (!vma || vma->vm_start >= end)
		return 0;
	err = vma_split_range(mm, addr, end, &prev);
	if (err)
		return err;
	vma = prev ? prev->vm_next : mm->mmap;
	vma_unlink_range(mm, prev, end);
	unmap_region(mm, vma, prev, addr, end);
	free_areas(mm, vma);
	return 0;
}

/* ---- the stack ---- */

int expand_stack(struct vm_area_struct *vma, unsigned long addr)
{
	struct mm_struct *mm = vma->vm_mm;
	struct vm_area_struct *prev = find_vma_before(mm, vma->vm_start);
	unsigned long pages;
	int err;

	lock_assert_held(&mm->mmap_lock);
	addr &= PAGE_MASK;
	if (!(vma->vm_flags & VM_GROWSDOWN) || addr < MMAP_MIN_ADDR)
		return -ENOMEM;
	if (vma->vm_end - addr > rlimit(RLIMIT_STACK))
		return -ENOMEM;
	if (prev && addr - prev->vm_end < STACK_GUARD_GAP && prev->vm_flags & VM_ACCESS)
		return -ENOMEM;
	if (prev && addr < prev->vm_end)
		return -ENOMEM;
	pages = (vma->vm_start - addr) >> PAGE_SHIFT;
	if (!may_expand_vm(mm, pages) || (vma->vm_file && vma->vm_pgoff < pages))
		return -ENOMEM;
	if (vma->vm_flags & VM_ACCOUNT) {
		err = vm_acct_memory(pages);
		if (err)
			return err;
	}
	i_mmap_lock(vma);
	vma->vm_start = addr;
	if (vma->vm_file)
		vma->vm_pgoff -= pages;
	i_mmap_unlock(vma);
	mm->total_vm += pages;
	mm->hiwater_vm = max(mm->hiwater_vm, mm->total_vm);
	return 0;
}

/* ---- system calls ---- */

/* i386's mmap2, and what mmap becomes: the offset counts pages. */
long sys_mmap_pgoff(unsigned long addr, unsigned long len, unsigned long prot, unsigned long flags, int fd,
		    unsigned long pgoff)
{
	struct mm_struct *mm = current->mm;
	struct file *file = NULL;
	long result;

	if (!(flags & MAP_ANONYMOUS)) {
		file = fget((unsigned int)fd);
		if (file && file->f_mode & FMODE_PATH) {
			fput(file);
			file = NULL;
		}
		if (!file)
			return -EBADF;
	} else if ((flags & MAP_TYPE) == MAP_SHARED) {
		if (flags & MAP_GROWSDOWN)
			return -EINVAL;
		/* What is shared is a file's, even if nobody else can find it. */
		file = shmem_file_setup(len);
		if (IS_ERR(file))
			return PTR_ERR(file);
		pgoff = 0;
	}
	down_write(&mm->mmap_lock);
	result = do_mmap(mm, file, addr, len, prot, flags, pgoff);
	up_write(&mm->mmap_lock);
	if (file)
		fput(file);
	return result;
}

long sys_mmap(unsigned long addr, unsigned long len, unsigned long prot, unsigned long flags, int fd,
	      unsigned long offset)
{
	if (offset & ~PAGE_MASK)
		return -EINVAL;
	return sys_mmap_pgoff(addr, len, prot, flags, fd, offset >> PAGE_SHIFT);
}

long sys_munmap(unsigned long addr, unsigned long len)
{
	struct mm_struct *mm = current->mm;
	int err;

	down_write(&mm->mmap_lock);
	err = do_munmap(mm, addr, len);
	up_write(&mm->mmap_lock);
	return err;
}
