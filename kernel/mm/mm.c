/*
 * The life of an mm_struct: made by exec, doubled by fork, emptied by its last user, freed by its
 * last reference.
 *
 *	mm_alloc / dup_mm	mm_users 1, mm_count 1
 *	mmget  .. mmput		one more task; the last one out calls exit_mmap
 *	mmgrab .. mmdrop	the structure is needed (a lazy CPU, exit itself); the last one frees it
 */
#include <arch/tlb.h>
#include <kernel/err.h>
#include <kernel/file.h>
#include <kernel/panic.h>
#include <kernel/process.h>
#include <kernel/slab.h>
#include <kernel/trace.h>
#include "internal.h"

static struct kmem_cache *mm_cache;

/* The kernel's own space: no areas, never freed. Idle tasks run on it. */
struct mm_struct init_mm = {
	.pgd = swapper_pg_dir,
	.mm_users = ATOMIC_INIT(2),
	.mm_count = ATOMIC_INIT(2), /* its own, and what the boot task borrows */
};

void mm_init_caches(void)
{
	mm_cache = kmem_cache_create("mm_struct", sizeof(struct mm_struct), 0);
	vma_init_cache();
	pgtable_init();
	init_rwsem(&init_mm.mmap_lock, "mmap_lock", RANK_MMAP);
	spin_lock_init(&init_mm.page_table_lock, "page_table_lock", RANK_PT);
}

/* What a space of its own needs even when the rest is a copy: counts, locks, tables. */
static struct mm_struct *mm_init(struct mm_struct *mm)
{
	mm->mmap = NULL;
	mm->mm_rb = RB_ROOT;
	mm->mmap_cache = NULL;
	atomic_set(&mm->mm_users, 1);
	atomic_set(&mm->mm_count, 1);
	init_rwsem(&mm->mmap_lock, "mmap_lock", RANK_MMAP);
	spin_lock_init(&mm->page_table_lock, "page_table_lock", RANK_PT);
	mm->map_count = 0;
	mm->total_vm = 0;
	mm->locked_vm = 0;
	atomic_long_set(&mm->rss_anon, 0);
	atomic_long_set(&mm->rss_file, 0);
	mm->nr_ptes = 0;
	mm->dead_tables = (struct table_list){ 0 };
	mm->cpu_vm_mask = 0;
	mm->pgd = pgd_alloc();
	return mm->pgd ? mm : NULL;
}

static void mm_free(struct mm_struct *mm)
{
	kmem_cache_free(mm_cache, mm);
}

struct mm_struct *mm_alloc(void)
{
	struct mm_struct *mm = kmem_cache_alloc(mm_cache, GFP_KERNEL | GFP_ZERO);

	if (!mm)
		return NULL;
	if (!mm_init(mm))
		goto free_mm;
	if (init_new_context(current, mm))
		goto free_pgd;
	mm->mmap_base = MMAP_BASE;
	return mm;

free_pgd:
	pgd_free(mm->pgd);
free_mm:
	mm_free(mm);
	return NULL;
}

/* ---- fork ---- */

/* Append a copy of vma to mm, whose last area so far is prev. */
static struct vm_area_struct *dup_vma(struct mm_struct *mm, struct vm_area_struct *vma,
				      struct vm_area_struct *prev)
{
	struct vm_area_struct *copy = vma_dup(vma, mm);
	struct vma_place place = {
		.prev = prev,
		.parent = prev ? &prev->vm_rb : NULL,
		.link = prev ? &prev->vm_rb.rb_right : &mm->mm_rb.rb_node,
	};

	if (!copy)
		return NULL;
	copy->vm_flags &= ~VM_LOCKED;
	vma_link(mm, copy, &place);
	mm->total_vm += vma_pages(copy);
	return copy;
}

/*
 * Give mm a copy of every area of oldmm that fork copies, and of its page tables. On failure mm
 * keeps what it got and mmput(mm) gives it back.
 */
static int dup_mmap(struct mm_struct *mm, struct mm_struct *oldmm)
{
	struct vm_area_struct *vma, *copy = NULL;
	int err = 0;

	trace_step("%d areas into mm %lx", oldmm->map_count, (unsigned long)mm);
	down_write(&oldmm->mmap_lock);
	mm->brk = oldmm->brk; /* it may have moved since the structure was copied */
	for (vma = oldmm->mmap; vma && !err; vma = vma->vm_next) {
		if (vma->vm_flags & VM_DONTCOPY)
			continue;
		err = vma->vm_flags & VM_ACCOUNT ? vm_acct_memory(vma_pages(vma)) : 0;
		if (err)
			break;
		copy = dup_vma(mm, vma, copy);
		if (!copy) {
			if (vma->vm_flags & VM_ACCOUNT)
				vm_unacct_memory(vma_pages(vma));
			err = -ENOMEM;
			break;
		}
		err = copy_page_range(mm, oldmm, vma);
		cond_resched();
	}
	/* Pages became read-only: no thread of the parent may go on writing through its TLB. */
	flush_tlb_mm(oldmm);
	up_write(&oldmm->mmap_lock);
	return err;
}

/* tsk, being forked by current, gets a copy of current's space. */
struct mm_struct *dup_mm(struct task_struct *tsk)
{
	struct mm_struct *oldmm = current->mm;
	struct mm_struct *mm = kmem_cache_alloc(mm_cache, GFP_KERNEL);
	int err = -ENOMEM;

	trace_step("of mm %lx", (unsigned long)oldmm);
	if (!mm)
		return ERR_PTR(err);
	*mm = *oldmm;
	if (!mm_init(mm))
		goto free_mm;
	err = init_new_context(tsk, mm);
	if (err)
		goto free_pgd;
	if (mm->exe_file)
		get_file(mm->exe_file);
	err = dup_mmap(mm, oldmm);
	if (err)
		goto put_mm;
	mm->hiwater_rss = mm_rss(mm);
	mm->hiwater_vm = mm->total_vm;
	return mm;

put_mm:
	mmput(mm);
	return ERR_PTR(err);
free_pgd:
	pgd_free(mm->pgd);
free_mm:
	mm_free(mm);
	return ERR_PTR(err);
}

/* ---- the end ---- */

/* Empty the space: its last user is gone, so nobody else looks at it. */
void exit_mmap(struct mm_struct *mm)
{
	struct vm_area_struct *vma, *next;

	trace_step("%d areas, %lu pages", mm->map_count, mm_rss(mm));
	unmap_all(mm);
	for (vma = mm->mmap; vma; vma = next) {
		next = vma->vm_next;
		if (vma->vm_flags & VM_ACCOUNT)
			vm_unacct_memory(vma_pages(vma));
		vma_free(vma);
		cond_resched();
	}
	mm->mmap = NULL;
	mm->mm_rb = RB_ROOT;
	mm->mmap_cache = NULL;
	mm->map_count = 0;
	BUG_ON(mm->nr_ptes || mm_rss(mm));
}

void mmput(struct mm_struct *mm)
{
	might_sleep();
	trace_step("mm %lx, users left %d", (unsigned long)mm, atomic_read(&mm->mm_users) - 1);
	if (!atomic_dec_and_test(&mm->mm_users))
		return;
	exit_mmap(mm);
	if (mm->exe_file)
		fput(mm->exe_file);
	sched_drop_lazy_mm(mm);
	mmdrop(mm);
}

void mmdrop(struct mm_struct *mm)
{
	if (!atomic_dec_and_test(&mm->mm_count))
		return;
	trace_step("mm %lx is freed", (unsigned long)mm);
	BUG_ON(mm == &init_mm);
	destroy_context(mm);
	free_tables(&mm->dead_tables);
	pgd_free(mm->pgd);
	mm_free(mm);
}

/* ---- who uses it ---- */

struct mm_struct *get_task_mm(struct task_struct *tsk)
{
	struct mm_struct *mm;

	task_lock(tsk);
	mm = tsk->mm;
	if (mm)
		mmget(mm);
	task_unlock(tsk);
	return mm;
}

void exec_mmap(struct mm_struct *mm)
{
	struct task_struct *tsk = current;
	struct mm_struct *old = tsk->mm, *old_active = tsk->active_mm;
	unsigned long flags;

	if (old)
		tsk->maxrss = max(tsk->maxrss, mm_peak_rss(old) * (PAGE_SIZE / 1024));
	mm_release(tsk, old);
	task_lock(tsk);
	flags = local_irq_save();
	tsk->mm = mm;
	tsk->active_mm = mm;
	switch_mm(old_active, mm);
	local_irq_restore(flags);
	task_unlock(tsk);
	if (old)
		mmput(old);
	else
		mmdrop(old_active); /* a kernel thread becomes pid 1: it had borrowed this */
}
