/*
 * mprotect: new rights for a range. Rights are taken from present entries at once; rights that are
 * given to a private page come with the next fault, which alone knows whether it is shared.
 */
#include <arch/tlb.h>
#include <kernel/err.h>
#include <kernel/syscalls.h>
#include <kernel/task.h>
#include "internal.h"

struct protect_walk {
	struct pt_walk walk;
	struct mm_struct *mm;
	pgprot_t prot;
};

static int protect_pte_range(struct pt_walk *walk, pte_t *pte, unsigned long addr, unsigned long end)
{
	struct protect_walk *protect = container_of(walk, struct protect_walk, walk);

	spin_lock(&protect->mm->page_table_lock);
	for (; addr != end; pte++, addr += PAGE_SIZE)
		if (!pte_none(*pte))
			set_pte(pte, pte_modify(*pte, protect->prot));
	spin_unlock(&protect->mm->page_table_lock);
	return 0;
}

/* vma lies wholly in the range. */
static int protect_vma(struct vm_area_struct *vma, unsigned long rights)
{
	unsigned long flags = (vma->vm_flags & ~VM_ACCESS) | rights;
	bool private = !(flags & VM_SHARED);
	struct protect_walk protect = {
		.walk.pte_range = protect_pte_range,
		.mm = vma->vm_mm,
		.prot = vm_get_page_prot(flags),
	};

	/* A private file mapping that becomes writable needs memory behind it from now on. */
	if (private && flags & VM_WRITE && !(flags & VM_ACCOUNT)) {
		int err = vm_acct_memory(vma_pages(vma));

		if (err)
			return err;
		flags |= VM_ACCOUNT;
	}
	vma->vm_flags = flags;
	vma->vm_page_prot = protect.prot;
	walk_page_range(vma->vm_mm, vma->vm_start, vma->vm_end, &protect.walk);
	return 0;
}

/* Is [start, end) covered without a hole, by areas that may have these rights? */
static int check_range(struct mm_struct *mm, unsigned long start, unsigned long end, unsigned long rights)
{
	struct vm_area_struct *vma = find_vma(mm, start);

	for (; start < end; vma = vma->vm_next) {
		if (!vma || vma->vm_start > start)
			return -ENOMEM;
		if (rights & ~(vma->vm_flags >> 4)) /* VM_MAYx is VM_x << 4 */
			return -EACCES;
		start = vma->vm_end;
	}
	return 0;
}
static_assert(VM_MAYREAD == VM_READ << 4 && VM_MAYWRITE == VM_WRITE << 4 && VM_MAYEXEC == VM_EXEC << 4,
	      "rights and possible rights are four bits apart");

int do_mprotect(struct mm_struct *mm, unsigned long addr, unsigned long len, unsigned long prot)
{
	unsigned long end = addr + PAGE_ALIGN(len), rights = 0;
	struct vm_area_struct *prev, *vma;
	int err;

	if (addr & ~PAGE_MASK || prot & ~(PROT_READ | PROT_WRITE | PROT_EXEC))
		return -EINVAL;
	if (!len)
		return 0;
	if (end <= addr || end > TASK_SIZE)
		return -ENOMEM;
	rights |= prot & PROT_READ ? VM_READ : 0;
	rights |= prot & PROT_WRITE ? VM_WRITE : 0;
	rights |= prot & PROT_EXEC ? VM_EXEC : 0;

	err = check_range(mm, addr, end, rights);
	if (err)
		return err;
	err = vma_split_range(mm, addr, end, &prev);
	if (err)
		return err;
	for (vma = prev ? prev->vm_next : mm->mmap; vma && vma->vm_start < end && !err; vma = vma->vm_next)
		err = protect_vma(vma, rights);
	flush_tlb_range(mm, addr, end);

	for (vma = prev ? prev : mm->mmap; vma && vma->vm_start <= end;)
		if (!vma_merge_next(vma))
			vma = vma->vm_next;
	return err;
}

long sys_mprotect(unsigned long addr, unsigned long len, unsigned long prot)
{
	struct mm_struct *mm = current->mm;
	int err;

	down_write(&mm->mmap_lock);
	err = do_mprotect(mm, addr, len, prot);
	up_write(&mm->mmap_lock);
	return err;
}
