/*
 * Linux 0.11's memory model: one page directory for everybody, in which each address space owns 64 MiB of linear
 * addresses, its slot. A program's code and data segments (LDT[1] and LDT[2], see ldt.c) begin where the slot
 * does, so it sees addresses 0 to 64 MiB; the kernel adds the slot's base to them, mm_linear().
 *
 *	swapper_pg_dir	0		slot 1		slot 2			kernel
 *			| nobody's	| 16 entries	| 16 entries	| ...	| 256 entries |
 *
 * The limit of a segment should keep programs out of each other's slots, but not every machine checks it
 * (QEMU's TCG does not). So what a CPU's CR3 names is a copy of the directory with one slot in it, the one that
 * the CPU works in. Entries that appear in the directory for all are brought over by the fault that finds them
 * missing (update_mmu_cache()), those that go by the flush that follows: slot_sync().
 *
 * Slot 0 has no owner: kernel threads have it, and a null pointer of theirs finds nothing there.
 */
#ifdef CONFIG_MM_SLOTS

#include <arch/pgtable.h>
#include <arch/uaccess.h>
#include <asm/cpufeature.h>
#include <kernel/bitmap.h>
#include <kernel/err.h>
#include <kernel/mm.h>
#include <kernel/string.h>
#include <kernel/task.h>
#include <kernel/wait.h>

#include "board.h"
#include "slots.h"

#define PGDS_PER_SLOT (SLOT_SIZE_LINEAR >> PGDIR_SHIFT)

static DEFINE_SPINLOCK(slot_lock, RANK_NONE);
static unsigned long used_slots[BITS_TO_LONGS(NR_SLOTS_LINEAR)] = { 1 }; /* slot_lock */
static unsigned int nr_free_slots = NR_SLOTS_LINEAR - 1;		 /* slot_lock */
static const struct mm_struct *slot_owner[NR_SLOTS_LINEAR];		 /* slot_lock */
static DECLARE_WAIT_QUEUE_HEAD(slot_wait);

static u32 cpu_pgd[NR_CPUS][PTRS_PER_PGD] __aligned(4096);

static unsigned int slot_of(const struct mm_struct *mm)
{
	return mm->context.base / SLOT_SIZE_LINEAR;
}

/* A space that has lost its last user keeps its slot until no CPU has it loaded any more, which is soon. */
static bool slot_is_coming(void)
{
	lock_assert_held(&slot_lock);
	for (unsigned int i = 1; i < NR_SLOTS_LINEAR; i++) {
		if (slot_owner[i] && !atomic_read(&slot_owner[i]->mm_users))
			return true;
	}
	return false;
}

/* 0; -EAGAIN: none is free; -EBUSY: none is, but one will be. */
static int slot_try(struct mm_struct *mm, bool for_fork)
{
	unsigned long slot;
	int err = 0;

	spin_lock(&slot_lock);
	slot = find_next_zero_bit(used_slots, NR_SLOTS_LINEAR, 1);
	if (likely(slot < NR_SLOTS_LINEAR && nr_free_slots > for_fork)) {
		__set_bit(slot, used_slots);
		nr_free_slots--;
		slot_owner[slot] = mm;
		mm->context.base = slot * SLOT_SIZE_LINEAR;
	} else {
		err = slot_is_coming() ? -EBUSY : -EAGAIN;
	}
	spin_unlock(&slot_lock);
	return err;
}

/* exec needs a second slot for a while: the last free one is not given to fork. */
int slot_alloc(struct mm_struct *mm, bool for_fork)
{
	int err, killed = wait_event_killable(slot_wait, (err = slot_try(mm, for_fork)) != -EBUSY);

	return killed ? killed : err;
}

void slot_free(struct mm_struct *mm)
{
	spin_lock(&slot_lock);
	__clear_bit(slot_of(mm), used_slots);
	slot_owner[slot_of(mm)] = NULL;
	nr_free_slots++;
	spin_unlock(&slot_lock);
	wake_up_all(&slot_wait);
}

/* ---- a CPU's directory; interrupts off ---- */

static void close_slot(u32 *pgd, unsigned int slot)
{
	for (unsigned int i = 0; i < PGDS_PER_SLOT; i++)
		WRITE_ONCE(pgd[slot * PGDS_PER_SLOT + i], 0);
}

static void open_slot(u32 *pgd, unsigned int slot)
{
	for (unsigned int i = 0; i < PGDS_PER_SLOT; i++)
		WRITE_ONCE(pgd[slot * PGDS_PER_SLOT + i], READ_ONCE(swapper_pg_dir[slot * PGDS_PER_SLOT + i].val));
}

/* One slot is open, all others are closed. */
void load_mm(struct mm_struct *mm)
{
	struct arch_cpu *arch = &this_cpu()->arch;

	close_slot(arch->pgd, arch->slot);
	arch->slot = slot_of(mm);
	open_slot(arch->pgd, arch->slot);
	write_cr(3, virt_to_phys(arch->pgd));
}

void slot_init_cpu(struct cpu *cpu)
{
	u32 *pgd = cpu_pgd[cpu->id];

	memcpy(pgd, swapper_pg_dir, sizeof(swapper_pg_dir));
	memset(pgd, 0, USER_PTRS_PER_PGD * sizeof(*pgd));
	cpu->arch.pgd = pgd;
	cpu->arch.slot = 0;
	write_cr(3, virt_to_phys(pgd));
}

void slot_sync(struct mm_struct *mm)
{
	unsigned long flags = local_irq_save();
	struct arch_cpu *arch = &this_cpu()->arch;

	if (arch->slot == slot_of(mm))
		open_slot(arch->pgd, arch->slot);
	local_irq_restore(flags);
}

void slot_sync_one(struct mm_struct *mm, unsigned long addr)
{
	unsigned long flags = local_irq_save();
	struct arch_cpu *arch = &this_cpu()->arch;
	unsigned int i = pgd_index(mm_linear(mm, addr));

	if (arch->slot == slot_of(mm))
		WRITE_ONCE(arch->pgd[i], READ_ONCE(swapper_pg_dir[i].val));
	local_irq_restore(flags);
}

/* ---- user memory ---- */

/* uaccess.S, on linear addresses */
size_t linear_copy_user(void *to, const void *from, size_t n);
size_t linear_clear_user(void *to, size_t n);
long linear_strncpy_from_user(char *to, const char *from, size_t size);
int linear_cmpxchg_user(u32 *uaddr, u32 expect, u32 new_value, u32 *old);

/* Where an address of the program is; one of the kernel is there already. */
static inline void *linear(const void *p)
{
	const struct mm_struct *mm = current->mm;

	return (void *)p + ((unsigned long)p < TASK_SIZE && mm ? mm->context.base : 0);
}

size_t raw_copy_user(void *to, const void *from, size_t n)
{
	return linear_copy_user(linear(to), linear(from), n);
}

size_t raw_clear_user(void *to, size_t n)
{
	return linear_clear_user(linear(to), n);
}

long raw_strncpy_from_user(char *to, const char *from, size_t size)
{
	return linear_strncpy_from_user(to, linear(from), size);
}

int raw_cmpxchg_user(u32 *uaddr, u32 expect, u32 new_value, u32 *old)
{
	return linear_cmpxchg_user(linear(uaddr), expect, new_value, old);
}

#endif
