/*
 * Flushing translations: here by INVLPG or by loading CR3 again, on other CPUs by an interrupt. Only CPUs in
 * mm->cpu_vm_mask are bothered; a CPU leaves the mask when it loads other tables.
 *
 * A lazy CPU, which has mm loaded but uses nothing of its user half, is not interrupted either: it is left
 * a note, and flushes when it comes back to mm (switch_mm()). Whoever leaves the note does so before it looks
 * whether the CPU is lazy, and that one stops being lazy before it looks for a note:
 *
 *	flush_pending = true			lazy = false
 *	barrier					barrier
 *	lazy? no interrupt : interrupt		flush_pending? flush
 *
 * so at least one of them sees the other. What a lazy CPU is not told of are tables that munmap() frees: one
 * that walks for itself, as QEMU's does not, would have to be.
 *
 * Entries that gain rights, or come to be, need no flush: the machine remembers no absent translation, and
 * the fault itself throws away the one that lacked the right (Intel SDM volume 3A, section 4.10.4).
 */
#include <arch/irq.h>
#include <arch/pgtable.h>
#include <arch/tlb.h>
#include <asm/cpufeature.h>
#include <kernel/atomic.h>
#include <kernel/mm.h>
#include <kernel/task.h>

#include "board.h"
#include "slots.h"

/* More pages than this are not flushed one by one. */
#define MAX_PAGES 32

struct flush {
	struct mm_struct *mm; /* NULL: kernel translations */
	unsigned long start, end;
};

void local_flush_tlb(void)
{
	write_cr(3, read_cr(3));
}

static void local_flush_page(unsigned long linear)
{
	__asm__ volatile("invlpg (%0)"
			 :
			 : "r"(linear)
			 : "memory");
}

/* Global pages are forgotten only when CR4.PGE changes. */
static void local_flush_all(void)
{
	unsigned long cr4 = read_cr(4);

	write_cr(4, cr4 & ~(unsigned long)CR4_PGE);
	write_cr(4, cr4);
}

static void local_flush_range(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	if (current->active_mm != mm)
		return;
	slot_sync(mm);
	if (end - start > MAX_PAGES * PAGE_SIZE) {
		local_flush_tlb();
		return;
	}
	for (unsigned long addr = start; addr < end; addr += PAGE_SIZE)
		local_flush_page(mm_linear(mm, addr));
}

static void flush_here(void *arg)
{
	const struct flush *flush = arg;

	local_flush_range(flush->mm, flush->start, flush->end);
}

/*
 * The other CPUs that must flush mm now. The caller has changed page tables; a CPU that is not in the
 * mask after the barrier will see the change when it walks them.
 */
static cpumask_t other_cpus(struct mm_struct *mm)
{
	cpumask_t others, busy = 0;

	smp_mb();
	others = READ_ONCE(mm->cpu_vm_mask) & ~((cpumask_t)1 << smp_processor_id());
	if (likely(!others))
		return 0;
	for (unsigned int i = 0; i < nr_cpus; i++) {
		if (others >> i & 1)
			WRITE_ONCE(cpus[i].arch.flush_pending, true);
	}
	smp_mb();
	for (unsigned int i = 0; i < nr_cpus; i++) {
		if (others >> i & 1 && !READ_ONCE(cpus[i].arch.lazy))
			busy |= (cpumask_t)1 << i;
	}
	return busy;
}

void flush_tlb_range(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct flush flush = { mm, start, end };
	cpumask_t others = other_cpus(mm);

	local_flush_range(mm, start, end);
	if (unlikely(others))
		call_cpus(others, flush_here, &flush);
}

void flush_tlb_mm(struct mm_struct *mm)
{
	flush_tlb_range(mm, 0, TASK_SIZE);
}

void flush_tlb_page(struct mm_struct *mm, unsigned long addr)
{
	addr &= PAGE_MASK;
	flush_tlb_range(mm, addr, addr + PAGE_SIZE);
}

void update_mmu_cache(struct mm_struct *mm, unsigned long addr)
{
	slot_sync_one(mm, addr);
}

static void flush_kernel_here(void *arg)
{
	const struct flush *flush = arg;

	if (flush->end - flush->start > MAX_PAGES * PAGE_SIZE) {
		local_flush_all();
		return;
	}
	for (unsigned long addr = flush->start; addr < flush->end; addr += PAGE_SIZE)
		local_flush_page(addr);
}

void flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	struct flush flush = { NULL, start, end };
	cpumask_t others = READ_ONCE(cpu_online_mask) & ~((cpumask_t)1 << smp_processor_id());

	flush_kernel_here(&flush);
	if (others)
		call_cpus(others, flush_kernel_here, &flush);
}
