/*
 * Address-space numbers. TLB entries carry the ASID they were made under, so switching between
 * address spaces needs no flush.
 *
 * mm->context.asid is (generation | ASID). ASIDs are handed out upwards; when all are used, a new
 * generation begins: each CPU flushes its whole TLB before it loads another context, and contexts of
 * old generations get a new number when they are loaded next. What a CPU has loaded at that moment
 * keeps its ASID (reserved_asid), for it goes on running on it.
 *
 * The machine may have few ASIDs or none; with none every switch flushes, and the numbers only tell
 * contexts apart.
 */
#include <arch/mmu_context.h>
#include <arch/pgtable.h>
#include <kernel/atomic.h>
#include <kernel/mm.h>
#include <kernel/printk.h>
#include <kernel/spinlock.h>
#include <kernel/task.h>

#include "board.h"

#define MAX_ASID_BITS	 16
#define FIRST_GENERATION (1ul << MAX_ASID_BITS)
#define GENERATION_MASK	 (~0ul << MAX_ASID_BITS)

static DEFINE_SPINLOCK(asid_lock, RANK_NONE);
static unsigned long generation = FIRST_GENERATION; /* asid_lock to change */
static unsigned long next_asid = 1;		    /* asid_lock; 0 is never given to anyone */
static unsigned long max_asid;			    /* 0: the machine has no ASIDs */

static void write_satp(unsigned long asid, const pgd_t *pgd)
{
	csr_write(satp, (unsigned long)SATP_MODE_SV39 << SATP_MODE_SHIFT | asid << SATP_ASID_SHIFT |
				virt_to_phys(pgd) >> PAGE_SHIFT);
}

static void flush_local_tlb(void)
{
	__asm__ volatile("sfence.vma"
			 :
			 :
			 : "memory");
}

/* The bits of the ASID field that keep a 1 are those that the machine has. */
void asid_init(void)
{
	write_satp((1ul << MAX_ASID_BITS) - 1, swapper_pg_dir);
	max_asid = csr_read(satp) >> SATP_ASID_SHIFT & ((1ul << MAX_ASID_BITS) - 1);
	write_satp(0, swapper_pg_dir);
	flush_local_tlb();
	/* More CPUs than numbers: as good as none. */
	if (max_asid <= 2 * NR_CPUS)
		max_asid = 0;
}

/* Every CPU keeps what it has loaded, and flushes before it loads anything else. */
static void new_generation(void)
{
	generation += FIRST_GENERATION;
	next_asid = 1;
	for (unsigned int i = 0; i < nr_cpus; i++) {
		struct arch_cpu *arch = &cpus[i].arch;
		unsigned long loaded = __atomic_exchange_n(&arch->asid, 0, __ATOMIC_ACQ_REL);

		/* 0: it has loaded nothing since the last roll-over, so that reservation stands. */
		if (loaded)
			arch->reserved_asid = loaded;
		arch->flush_pending = true;
	}
}

static bool asid_reserved(unsigned long asid)
{
	for (unsigned int i = 0; i < nr_cpus; i++) {
		if ((cpus[i].arch.reserved_asid & ~GENERATION_MASK) == asid)
			return true;
	}
	return false;
}

/* A context that some CPU still runs on lives on under the same ASID. */
static bool keep_reserved(unsigned long context, unsigned long renewed)
{
	bool found = false;

	for (unsigned int i = 0; i < nr_cpus; i++) {
		if (cpus[i].arch.reserved_asid == context) {
			cpus[i].arch.reserved_asid = renewed;
			found = true;
		}
	}
	return found;
}

/* A context of the present generation for one that has none. Holds asid_lock. */
static unsigned long new_context(unsigned long old)
{
	unsigned long renewed = generation | (old & ~GENERATION_MASK);

	if (!max_asid)
		return generation += FIRST_GENERATION;
	if (old && keep_reserved(old, renewed))
		return renewed;
	do {
		if (next_asid > max_asid)
			new_generation();
		renewed = generation | next_asid++;
	} while (asid_reserved(renewed & ~GENERATION_MASK));
	return renewed;
}

static bool is_current_generation(unsigned long context)
{
	return max_asid && (context & GENERATION_MASK) == READ_ONCE(generation);
}

/* The slow half of load_context(): next may need a new number, or this CPU a flush. */
static unsigned long __noinline renumber(struct arch_cpu *arch, struct mm_struct *next)
{
	unsigned long context;
	bool flush;

	spin_lock(&asid_lock);
	context = next->context.asid;
	if (!context || (max_asid && !is_current_generation(context))) {
		context = new_context(context);
		WRITE_ONCE(next->context.asid, context);
	}
	flush = arch->flush_pending || !max_asid;
	arch->flush_pending = false;
	__atomic_store_n(&arch->asid, context, __ATOMIC_RELEASE);
	spin_unlock(&asid_lock);

	write_satp(context & max_asid, next->pgd);
	if (flush)
		flush_local_tlb();
	return context;
}

static void load_context(struct arch_cpu *arch, struct mm_struct *next)
{
	unsigned long context = READ_ONCE(next->context.asid);
	unsigned long loaded = READ_ONCE(arch->asid);

	/* loaded becomes 0 if a new generation begins meanwhile; then the exchange fails. */
	if (likely(loaded && is_current_generation(context) &&
		   __atomic_compare_exchange_n(&arch->asid, &loaded, context, false, __ATOMIC_ACQ_REL,
					       __ATOMIC_RELAXED)))
		write_satp(context & max_asid, next->pgd);
	else
		renumber(arch, next);
}

void switch_mm(struct mm_struct *prev, struct mm_struct *next)
{
	struct cpu *cpu = this_cpu();
	cpumask_t bit = (cpumask_t)1 << cpu->id;

	if (READ_ONCE(next->context.asid) == READ_ONCE(cpu->arch.asid) && cpu->arch.asid)
		return;
	/* Before the first walk: whoever changes an entry later must see us, or we its change. */
	if (!(READ_ONCE(next->cpu_vm_mask) & bit)) {
		__atomic_fetch_or(&next->cpu_vm_mask, bit, __ATOMIC_SEQ_CST);
		smp_mb();
	}
	load_context(&cpu->arch, next);
}

/*
 * Let mm start afresh under another ASID: whatever TLB entries it had, anywhere, are dead, and no
 * CPU but this one, if it has mm loaded, is in its mask. For an mm in whose user half no other CPU
 * can be at work.
 */
void renew_context(struct mm_struct *mm)
{
	unsigned long flags = local_irq_save();
	bool loaded = current->active_mm == mm;

	WRITE_ONCE(mm->context.asid, 0);
	WRITE_ONCE(mm->cpu_vm_mask, 0);
	if (loaded)
		switch_mm(mm, mm);
	local_irq_restore(flags);
}

int init_new_context(struct task_struct *tsk, struct mm_struct *mm)
{
	mm->context.asid = 0;
	return 0;
}

/* Its ASID is not used again before everybody has flushed. */
void destroy_context(struct mm_struct *mm)
{
}

/* The borrowed tables stay loaded; nothing of their user half is used. */
void enter_lazy_tlb(struct mm_struct *mm)
{
}
