/*
 * Page faults: what happens at the first touch, and at the first store after fork.
 *
 *	do_page_fault		find the area, check its rights, grow a stack
 *	  handle_mm_fault	look at the entry
 *	    do_anonymous_page	nothing there: the zero page for a load, a fresh page for a store
 *	    do_file_page	nothing there, and the area has a file: its page, or a copy for a private store
 *	    do_wp_page		a store to a read-only entry of a writable area: copy-on-write
 *
 * The kernel's own accesses to user memory (uaccess.h) come here too, so a read() into a page that
 * is shared after fork copies it just as a store by the program does.
 */
#include <arch/thread.h>
#include <arch/tlb.h>
#include <arch/trap.h>
#include <arch/uaccess.h>
#include <kernel/filemap.h>
#include <kernel/printk.h>
#include <kernel/process.h>
#include <kernel/string.h>
#include <kernel/trace.h>
#include "internal.h"

/* An area's protection has no write bit: a page gets it when it is known to be unshared, or its file knows. */
static pte_t maybe_mkwrite(pte_t pte, const struct vm_area_struct *vma)
{
	return vma->vm_flags & VM_WRITE ? pte_mkwrite(pte) : pte;
}

static pte_t page_pte(const struct page *page, const struct vm_area_struct *vma)
{
	return pfn_pte(page_to_pfn(page), vma->vm_page_prot);
}

static atomic_long_t *rss_counter(struct mm_struct *mm, const struct page *page)
{
	return page_is_file(page) ? &mm->rss_file : &mm->rss_anon;
}

/*
 * Put entry at ptep if nothing is there yet, and if cached, the page of a file that it comes from
 * (NULL: none), has not been cut off. False: another thread was faster, or the next fault tells what
 * is there now; the page is still the caller's then.
 */
static bool install_pte(struct vm_area_struct *vma, unsigned long address, pte_t *ptep, pte_t entry,
			const struct page *cached)
{
	struct mm_struct *mm = vma->vm_mm;
	bool empty;

	spin_lock(&mm->page_table_lock);
	empty = pte_none(*ptep) && (!cached || READ_ONCE(cached->mapping));
	if (empty)
		set_pte(ptep, entry);
	spin_unlock(&mm->page_table_lock);
	if (empty)
		update_mmu_cache(mm, address);
	return empty;
}

/* The same for a page that holds a reference for its entry. */
static void install_page(struct vm_area_struct *vma, unsigned long address, pte_t *ptep,
			 struct page *page, const struct page *cached, bool write)
{
	atomic_long_t *rss = rss_counter(vma->vm_mm, page);
	pte_t entry = page_pte(page, vma);

	if (write)
		entry = maybe_mkwrite(entry, vma);
	atomic_long_inc(rss); /* before: once it is there somebody may take it out and free it */
	if (!install_pte(vma, address, ptep, entry, cached)) {
		atomic_long_dec(rss);
		put_page(page);
	}
}

static vm_fault_t do_anonymous_page(struct vm_area_struct *vma, unsigned long address, pte_t *ptep,
				    bool write)
{
	struct page *page;

	if (!write) {
		install_pte(vma, address, ptep, pte_wrprotect(page_pte(zero_page, vma)), NULL);
		return 0;
	}
	page = alloc_page(GFP_KERNEL | GFP_ZERO);
	if (!page)
		return VM_FAULT_OOM;
	install_page(vma, address, ptep, page, NULL, true);
	return 0;
}

/* An own copy of page, whose reference the caller keeps; NULL without memory. */
static struct page *page_dup(struct page *page)
{
	struct page *copy;

	if (page == zero_page)
		return alloc_page(GFP_KERNEL | GFP_ZERO);
	copy = alloc_page(GFP_KERNEL);
	if (copy)
		copy_page(page_address(copy), page_address(page));
	return copy;
}

/* The page of a shared area becomes writable; its reference is the caller's. */
static vm_fault_t make_shared_writable(struct vm_fault *vmf)
{
	const struct vm_operations *ops = vmf->vma->vm_ops;

	return ops->page_mkwrite ? ops->page_mkwrite(vmf) : 0;
}

static vm_fault_t do_file_page(struct vm_area_struct *vma, unsigned long address, pte_t *ptep,
			       unsigned int flags)
{
	bool write = flags & FAULT_WRITE;
	struct vm_fault vmf = {
		.vma = vma,
		.address = address,
		.pgoff = vma->vm_pgoff + ((address - vma->vm_start) >> PAGE_SHIFT),
		.flags = flags,
	};
	vm_fault_t result = vma->vm_ops->fault(&vmf);
	struct page *page = vmf.page;

	if (result & VM_FAULT_ERROR)
		return result;
	if (write && !(vma->vm_flags & VM_SHARED)) {
		page = page_dup(vmf.page);
		if (!page) {
			put_page(vmf.page);
			return VM_FAULT_OOM;
		}
	} else if (write) {
		result |= make_shared_writable(&vmf);
		if (result & VM_FAULT_ERROR) {
			put_page(page);
			return result;
		}
	}
	install_page(vma, address, ptep, page, vmf.page, write);
	if (page != vmf.page)
		put_page(vmf.page);
	return result;
}

/* The one holder of an anonymous page may write to it as it is. Holds page_table_lock. */
static bool can_reuse(const struct page *page)
{
	return page != zero_page && !page_is_file(page) && page_count(page) == 1;
}

/* Replace old, at ptep, by copy, if the entry is still the one that faulted. */
static void replace_page(struct vm_area_struct *vma, unsigned long address, pte_t *ptep, pte_t entry,
			 struct page *old, struct page *copy)
{
	struct mm_struct *mm = vma->vm_mm;

	spin_lock(&mm->page_table_lock);
	if (!pte_same(*ptep, entry)) {
		spin_unlock(&mm->page_table_lock);
		put_page(copy);
		return;
	}
	/* Another thread's CPU may read the old page through its TLB: it must not go on doing so
	 * after it can see a store to the new one. */
	pte_clear(ptep);
	flush_tlb_page(mm, address);
	set_pte(ptep, maybe_mkwrite(page_pte(copy, vma), vma));
	spin_unlock(&mm->page_table_lock);
	if (old == zero_page) {
		atomic_long_inc(&mm->rss_anon);
		return;
	}
	if (page_is_file(old)) {
		atomic_long_dec(&mm->rss_file);
		atomic_long_inc(&mm->rss_anon);
	}
	put_page(old);
}

/* The first store to a page of a shared area that was only read so far. */
static vm_fault_t do_shared_wp(struct vm_area_struct *vma, unsigned long address, pte_t *ptep, pte_t entry)
{
	struct mm_struct *mm = vma->vm_mm;
	struct vm_fault vmf = {
		.vma = vma,
		.address = address,
		.pgoff = vma->vm_pgoff + ((address - vma->vm_start) >> PAGE_SHIFT),
		.flags = FAULT_WRITE,
		.page = pfn_to_page(pte_pfn(entry)),
	};
	vm_fault_t result;

	spin_lock(&mm->page_table_lock);
	if (!pte_same(*ptep, entry)) {
		spin_unlock(&mm->page_table_lock);
		return 0;
	}
	get_page(vmf.page);
	spin_unlock(&mm->page_table_lock);
	result = make_shared_writable(&vmf);
	if (!(result & VM_FAULT_ERROR)) {
		spin_lock(&mm->page_table_lock);
		if (pte_same(*ptep, entry))
			set_pte(ptep, maybe_mkwrite(entry, vma));
		spin_unlock(&mm->page_table_lock);
		update_mmu_cache(mm, address);
	}
	put_page(vmf.page);
	return result;
}

/*
 * A store to a page that is present but read-only, in an area that may be written: copy it, or
 * take it over if nobody else holds it. entry is what the caller saw at ptep.
 */
static vm_fault_t do_wp_page(struct vm_area_struct *vma, unsigned long address, pte_t *ptep, pte_t entry)
{
	struct mm_struct *mm = vma->vm_mm;
	struct page *old, *copy;

	if (vma->vm_flags & VM_SHARED)
		return do_shared_wp(vma, address, ptep, entry);
	spin_lock(&mm->page_table_lock);
	if (!pte_same(*ptep, entry)) {
		spin_unlock(&mm->page_table_lock);
		return 0;
	}
	old = pfn_to_page(pte_pfn(entry));
	if (can_reuse(old)) {
		set_pte(ptep, maybe_mkwrite(entry, vma));
		spin_unlock(&mm->page_table_lock);
		update_mmu_cache(mm, address);
		trace_step("%lx reused", address);
		return 0;
	}
	if (old != zero_page)
		get_page(old); /* it must not change hands while it is copied */
	spin_unlock(&mm->page_table_lock);

	copy = page_dup(old);
	if (copy)
		replace_page(vma, address, ptep, entry, old, copy);
	if (old != zero_page)
		put_page(old);
	trace_step("%lx copied", address);
	return copy ? 0 : VM_FAULT_OOM;
}

/*
 * Make the page at address usable for what flags say. vma covers it and has the rights.
 * Caller holds mmap_lock for reading or writing; may sleep.
 */
vm_fault_t handle_mm_fault(struct vm_area_struct *vma, unsigned long address, unsigned int flags)
{
	pte_t *ptep, entry;

	address &= PAGE_MASK;
	ptep = pte_alloc(vma->vm_mm, address);
	if (!ptep)
		return VM_FAULT_OOM;
	entry = READ_ONCE(*ptep);
	if (pte_none(entry)) {
		if (vma_is_anon(vma))
			return do_anonymous_page(vma, address, ptep, flags & FAULT_WRITE);
		return do_file_page(vma, address, ptep, flags);
	}
	if (flags & FAULT_WRITE && !pte_write(entry))
		return do_wp_page(vma, address, ptep, entry);
	/* Another thread has done it: this CPU had an old translation. */
	update_mmu_cache(vma->vm_mm, address);
	return 0;
}

static bool access_allowed(const struct vm_area_struct *vma, unsigned int flags)
{
	if (flags & FAULT_WRITE)
		return vma->vm_flags & VM_WRITE;
	if (flags & FAULT_EXEC)
		return vma->vm_flags & VM_EXEC;
	return vma->vm_flags & (VM_READ | VM_WRITE);
}

/* A stack grows under the write lock; nobody may see a half-moved boundary. False: no such area. */
static bool grow_stack(struct mm_struct *mm, unsigned long address)
{
	struct vm_area_struct *vma;
	bool ok;

	down_write(&mm->mmap_lock);
	vma = find_vma(mm, address);
	ok = vma && (vma->vm_start <= address || !expand_stack(vma, address));
	up_write(&mm->mmap_lock);
	return ok;
}

/* The area of address, mmap_lock held for reading; NULL, and no lock, if there is none. */
static struct vm_area_struct *lock_vma(struct mm_struct *mm, unsigned long address)
{
	for (;;) {
		struct vm_area_struct *vma;

		down_read(&mm->mmap_lock);
		vma = find_vma(mm, address);
		if (likely(vma && vma->vm_start <= address))
			return vma;
		up_read(&mm->mmap_lock);
		if (!vma || !(vma->vm_flags & VM_GROWSDOWN) || !grow_stack(mm, address))
			return NULL;
	}
}

/* The access cannot be made: the program gets sig, a user copy ends early. */
static void bad_access(struct pt_regs *regs, unsigned long address, unsigned int flags, int sig)
{
	if (flags & FAULT_USER)
		force_sig(sig, current);
	else if (!fixup_exception(regs))
		die("page fault", regs, address);
}

static void out_of_memory(struct pt_regs *regs, unsigned long address, unsigned int flags)
{
	printk("out of memory: killed %s (pid %d), %lu KiB resident\n", current->comm, current->pid,
	       mm_rss(current->mm) * (PAGE_SIZE / 1024));
	force_sig(SIGKILL, current);
	if (!(flags & FAULT_USER))
		bad_access(regs, address, flags, SIGKILL);
}

void do_page_fault(struct pt_regs *regs, unsigned long address, unsigned int flags)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	vm_fault_t result;

	if (unlikely(address >= TASK_SIZE || !mm || current->pagefault_disabled)) {
		bad_access(regs, address, flags, SIGSEGV);
		return;
	}
	vma = lock_vma(mm, address);
	if (unlikely(!vma)) {
		bad_access(regs, address, flags, SIGSEGV);
		return;
	}
	if (unlikely(!access_allowed(vma, flags))) {
		up_read(&mm->mmap_lock);
		bad_access(regs, address, flags, SIGSEGV);
		return;
	}
	result = handle_mm_fault(vma, address, flags);
	up_read(&mm->mmap_lock);

	if (result & VM_FAULT_MAJOR)
		current->maj_flt++;
	else
		current->min_flt++;
	if (unlikely(result & VM_FAULT_OOM))
		out_of_memory(regs, address, flags);
	else if (unlikely(result & VM_FAULT_SIGBUS))
		bad_access(regs, address, flags, SIGBUS);
}
