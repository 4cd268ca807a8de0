/*
 * Flushing translations, here by sfence.vma, on other CPUs by the firmware. Only CPUs in
 * mm->cpu_vm_mask are bothered. If nobody else can be using the space - it has no other task than
 * the caller - not even those: the space gets a new ASID, and what they remember is dead. A CPU that
 * borrows the space still has the old number and the tables, also those that munmap() frees; one that
 * walks for itself, as QEMU's does not, would have to be told.
 */
#include <arch/pgtable.h>
#include <arch/tlb.h>
#include <kernel/atomic.h>
#include <kernel/mm.h>
#include <kernel/task.h>

#include "board.h"
#include "sbi.h"

/* More pages than this are not flushed one by one. */
#define MAX_PAGES 32

static unsigned long asid_of(const struct mm_struct *mm)
{
	return READ_ONCE(mm->context.asid) & 0xffff;
}

static void local_flush_asid(unsigned long asid)
{
	__asm__ volatile("sfence.vma zero, %0"
			 :
			 : "r"(asid)
			 : "memory");
}

static void local_flush_page(unsigned long addr, unsigned long asid)
{
	__asm__ volatile("sfence.vma %0, %1"
			 :
			 : "r"(addr), "r"(asid)
			 : "memory");
}

/*
 * CPUs other than this one on which mm must be flushed by force. The caller has changed page
 * tables; a CPU that is not in the mask after the barrier will see the change when it walks them.
 */
static cpumask_t other_cpus(struct mm_struct *mm)
{
	cpumask_t others;

	smp_mb();
	others = READ_ONCE(mm->cpu_vm_mask) & ~((cpumask_t)1 << smp_processor_id());
	if (likely(!others))
		return 0;
	if (atomic_read(&mm->mm_users) <= (current->mm == mm)) {
		renew_context(mm);
		return 0;
	}
	return others;
}

static void remote_flush(cpumask_t others, unsigned long start, unsigned long size,
			 unsigned long asid)
{
	unsigned long mask, base;

	while (next_hart_mask(&others, &mask, &base))
		sbi_remote_sfence_vma_asid(mask, base, start, size, asid);
}

void flush_tlb_mm(struct mm_struct *mm)
{
	cpumask_t others = other_cpus(mm);

	local_flush_asid(asid_of(mm));
	if (unlikely(others))
		remote_flush(others, 0, ~0ul, asid_of(mm));
}

void flush_tlb_range(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	cpumask_t others;

	if (end - start > MAX_PAGES * PAGE_SIZE) {
		flush_tlb_mm(mm);
		return;
	}
	others = other_cpus(mm);
	for (unsigned long addr = start; addr < end; addr += PAGE_SIZE)
		local_flush_page(addr, asid_of(mm));
	if (unlikely(others))
		remote_flush(others, start, end - start, asid_of(mm));
}

void flush_tlb_page(struct mm_struct *mm, unsigned long addr)
{
	cpumask_t others = other_cpus(mm);

	local_flush_page(addr, asid_of(mm));
	if (unlikely(others))
		remote_flush(others, addr & PAGE_MASK, PAGE_SIZE, asid_of(mm));
}

/* The machine may remember that there was no translation. */
void update_mmu_cache(struct mm_struct *mm, unsigned long addr)
{
	local_flush_page(addr, asid_of(mm));
}

void flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	cpumask_t others = READ_ONCE(cpu_online_mask) & ~((cpumask_t)1 << smp_processor_id());
	unsigned long mask, base;

	if (end - start > MAX_PAGES * PAGE_SIZE)
		__asm__ volatile("sfence.vma"
				 :
				 :
				 : "memory");
	else
		for (unsigned long addr = start; addr < end; addr += PAGE_SIZE)
			__asm__ volatile("sfence.vma %0"
					 :
					 : "r"(addr)
					 : "memory");
	while (next_hart_mask(&others, &mask, &base))
		sbi_remote_sfence_vma(mask, base, start, end - start);
}
