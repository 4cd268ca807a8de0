/*
 * The address space that a CPU works in: CR3, and the LDT that goes with it. TLB entries carry no number of
 * their space, so loading CR3 forgets them all but the kernel's (Intel SDM volume 3A, section 4.10.4), and
 * a CPU leaves the mask of a space that it leaves.
 * With MM=slots all spaces share one page directory; slots.c is about that.
 */
#include <arch/mmu_context.h>
#include <arch/pgtable.h>
#include <arch/tlb.h>
#include <asm/cpufeature.h>
#include <kernel/err.h>
#include <kernel/mm.h>
#include <kernel/task.h>

#include "board.h"
#include "ldt.h"
#include "slots.h"

#ifndef CONFIG_MM_SLOTS

void load_mm(struct mm_struct *mm)
{
	write_cr(3, virt_to_phys(mm->pgd));
}

#endif

/*
 * prev == next happens when a CPU comes back to a space that it was lazy on. Then it has to make up for what
 * it was not told meanwhile; see tlb.c.
 */
void switch_mm(struct mm_struct *prev, struct mm_struct *next)
{
	struct cpu *cpu = this_cpu();
	cpumask_t bit = (cpumask_t)1 << cpu->id;

	if (prev == next && READ_ONCE(next->cpu_vm_mask) & bit) {
		if (!cpu->arch.lazy)
			return;
		WRITE_ONCE(cpu->arch.lazy, false);
		smp_mb();
		if (READ_ONCE(cpu->arch.flush_pending)) {
			WRITE_ONCE(cpu->arch.flush_pending, false);
			load_mm(next);
		}
		load_ldt(next);
		return;
	}
	/* Before the first walk: whoever changes an entry later must see us, or we its change. */
	WRITE_ONCE(cpu->arch.lazy, false);
	WRITE_ONCE(cpu->arch.flush_pending, false);
	__atomic_fetch_or(&next->cpu_vm_mask, bit, __ATOMIC_SEQ_CST);
	load_mm(next);
	if (prev != next)
		__atomic_fetch_and(&prev->cpu_vm_mask, ~bit, __ATOMIC_SEQ_CST);
	load_ldt(next);
}

int init_new_context(struct task_struct *tsk, struct mm_struct *mm)
{
	int err;

	mutex_init(&mm->context.lock, "context", RANK_CONTEXT);
	mm->context.ldt = NULL;
	err = slot_alloc(mm, tsk != current);
	if (err)
		return err;
	err = copy_ldt(mm, tsk != current ? current->mm : NULL);
	if (err)
		slot_free(mm);
	return err;
}

void destroy_context(struct mm_struct *mm)
{
	free_ldt(mm->context.ldt);
	slot_free(mm);
}

/* The borrowed tables stay loaded; nothing of their user half is used. */
void enter_lazy_tlb(struct mm_struct *mm)
{
	WRITE_ONCE(this_cpu()->arch.lazy, true);
}
