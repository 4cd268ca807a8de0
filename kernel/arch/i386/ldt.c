/*
 * Segments of programs: local descriptor tables (modify_ldt), and the three GDT entries that each task has for
 * itself (set_thread_area, CLONE_SETTLS).
 *
 *	fork		init_new_context -> copy_ldt	the child has a table of its own, equal to the parent's
 *	clone, vfork	CLONE_VM shares the mm, and with it the table
 *	exec		a new mm begins without one; with MM=slots, with the slot's two segments
 *	last mmdrop	destroy_context -> free_ldt
 *	switch_mm	load_ldt: LDTR is written only if it names another table
 *	modify_ldt	writes an entry; the CPUs that run the mm reload LDTR and what they hold of it
 *
 * A descriptor that a program gives is rebuilt from its parts, and is always one of a code or data segment
 * for ring 3: no gate, no system segment gets into a table. With MM=slots a program counts addresses
 * from the beginning of its slot, and descriptors hold the slot's base plus what it said.
 *
 * Intel SDM volume 3A, sections 3.4.5 (descriptors) and 3.5.1 (the LDT).
 */
#include <abi/i386/ldt.h>
#include <arch/syscalls.h>
#include <kernel/err.h>
#include <kernel/mm.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/task.h>
#include <kernel/uaccess.h>

#include "board.h"
#include "ldt.h"

#define NR_DEFAULT_ENTRIES 5 /* of the table that every task had once, see read_default_ldt() */

void reload_segments(void); /* switch.S */

/* ---- descriptors ---- */

/* What the machine takes for a descriptor of nothing, and what Linux's programs say to clear one. */
static bool desc_is_cleared(const struct user_desc *u)
{
	bool zero = !u->base_addr && !u->limit && !u->contents && !u->seg_32bit && !u->limit_in_pages &&
		    !u->useable;

	return zero && u->read_exec_only == u->seg_not_present;
}

static bool desc_says_empty(const struct user_desc *u)
{
	return desc_is_cleared(u) && u->seg_not_present;
}

static struct desc from_user_desc(const struct user_desc *u, unsigned long origin)
{
	u32 bits = DESC_S | DESC_DPL3 | DESC_ACCESSED;

	bits |= u->contents << 10;
	if (!u->read_exec_only)
		bits |= DESC_RW;
	if (!u->seg_not_present)
		bits |= DESC_PRESENT;
	if (u->useable)
		bits |= DESC_AVL;
	if (u->seg_32bit)
		bits |= DESC_32BIT;
	if (u->limit_in_pages)
		bits |= DESC_PAGES;
	return make_desc(u->base_addr + origin, u->limit & 0xfffff, bits);
}

/* All of *u, with the bits that have no name: nothing of the kernel's stack goes out. */
static void to_user_desc(struct user_desc *u, struct desc desc, unsigned int number, unsigned long origin)
{
	memset(u, 0, sizeof(*u));
	u->entry_number = number;
	u->base_addr = desc_empty(desc) ? 0 : desc_base(desc) - origin;
	u->limit = (desc.low & 0xffff) | (desc.high & 0xf0000);
	u->seg_32bit = !!(desc.high & DESC_32BIT);
	u->contents = desc.high >> 10 & 3;
	u->read_exec_only = !(desc.high & DESC_RW);
	u->limit_in_pages = !!(desc.high & DESC_PAGES);
	u->seg_not_present = !(desc.high & DESC_PRESENT);
	u->useable = !!(desc.high & DESC_AVL);
}

static struct desc desc_moved(struct desc desc, long delta)
{
	return desc_empty(desc) ? desc : desc_set_base(desc, desc_base(desc) + delta);
}

static unsigned long origin_of(struct mm_struct *mm)
{
	return mm_linear(mm, 0);
}

/* ---- tables ---- */

/* Room for at least nr entries, all empty; NULL without memory. */
static struct ldt_struct *alloc_ldt(unsigned int nr)
{
	struct ldt_struct *ldt;

	nr = min(ALIGN_UP(nr, 8u), (unsigned int)LDT_ENTRIES);
	ldt = kzalloc(sizeof(*ldt) + nr * sizeof(struct desc), GFP_KERNEL);
	if (ldt)
		ldt->nr = nr;
	return ldt;
}

void free_ldt(struct ldt_struct *ldt)
{
	kfree(ldt);
}

#ifdef CONFIG_MM_SLOTS

/* The program's code and data: its slot. */
static void set_slot_segments(struct ldt_struct *ldt, unsigned long base)
{
	u32 bits = DESC_PRESENT | DESC_S | DESC_DPL3 | DESC_RW | DESC_ACCESSED | DESC_32BIT | DESC_PAGES;
	u32 limit = (SLOT_SIZE_LINEAR >> PAGE_SHIFT) - 1;

	ldt->entries[LDT_SLOT_CODE] = make_desc(base, limit, bits | DESC_CODE);
	ldt->entries[LDT_SLOT_DATA] = make_desc(base, limit, bits);
}

#define LDT_MIN_ENTRIES 3
static bool entry_is_ours(unsigned int number)
{
	return number == LDT_SLOT_CODE || number == LDT_SLOT_DATA;
}

#else

static void set_slot_segments(struct ldt_struct *ldt, unsigned long base)
{
}

#define LDT_MIN_ENTRIES 0
static bool entry_is_ours(unsigned int number)
{
	return false;
}

#endif

int copy_ldt(struct mm_struct *mm, struct mm_struct *old)
{
	struct ldt_struct *from = NULL, *ldt;
	long delta = 0;
	int err = 0;

	if (old) {
		if (!READ_ONCE(old->context.ldt))
			return 0;
		mutex_lock(&old->context.lock);
		from = old->context.ldt;
		delta = origin_of(mm) - origin_of(old);
	} else if (!LDT_MIN_ENTRIES) {
		return 0;
	}
	ldt = alloc_ldt(from ? from->nr : LDT_MIN_ENTRIES);
	if (ldt) {
		for (unsigned int i = 0; from && i < from->nr; i++)
			ldt->entries[i] = desc_moved(from->entries[i], delta);
		set_slot_segments(ldt, origin_of(mm));
		mm->context.ldt = ldt;
	} else {
		err = -ENOMEM;
	}
	if (old)
		mutex_unlock(&old->context.lock);
	return err;
}

/* ---- on the CPU ---- */

static void write_ldtr(struct arch_cpu *arch, const struct ldt_struct *ldt)
{
	u16 selector = 0;

	arch->ldt = ldt;
	if (ldt) {
		arch->gdt[GDT_LDT] = make_desc((u32)ldt->entries, ldt->nr * sizeof(struct desc) - 1,
					       DESC_PRESENT | DESC_LDT);
		selector = GDT_LDT * 8;
	}
	__asm__ volatile("lldt %0"
			 :
			 : "r"(selector)
			 : "memory");
}

void load_ldt(struct mm_struct *mm)
{
	struct arch_cpu *arch = &this_cpu()->arch;
	const struct ldt_struct *ldt = READ_ONCE(mm->context.ldt);

	if (unlikely(arch->ldt != ldt))
		write_ldtr(arch, ldt);
}

/* A borrower of mm has its LDT loaded, too, and must let go of one that is about to be freed. */
static void reload_ldt(void *mm)
{
	if (current->active_mm == mm)
		load_ldt(mm);
	reload_segments();
}

/* ---- modify_ldt ---- */

static long read_ldt(void __user *buf, unsigned long size)
{
	struct mm_struct *mm = current->mm;
	struct ldt_struct *ldt;
	unsigned long n = 0;
	long err = 0;

	size = min(size, (unsigned long)LDT_ENTRIES * LDT_ENTRY_SIZE);
	mutex_lock(&mm->context.lock);
	ldt = mm->context.ldt;
	for (unsigned int i = 0; ldt && i < ldt->nr && n < size && !err; i++) {
		struct desc desc = desc_moved(ldt->entries[i], -origin_of(mm));
		unsigned long part = min(size - n, (unsigned long)sizeof(desc));

		if (copy_to_user((char __user *)buf + n, &desc, part))
			err = -EFAULT;
		n += part;
	}
	mutex_unlock(&mm->context.lock);
	if (err || !n)
		return err;
	return clear_user((char __user *)buf + n, size - n) ? -EFAULT : (long)size;
}

/* Before there were tables of their own, all programs shared one of 5 empty entries. */
static long read_default_ldt(void __user *buf, unsigned long size)
{
	size = min(size, (unsigned long)NR_DEFAULT_ENTRIES * LDT_ENTRY_SIZE);
	return clear_user(buf, size) ? -EFAULT : (long)size;
}

/* All CPUs that have mm loaded look at its table again, before this returns. */
static void reload_everywhere(struct mm_struct *mm)
{
	unsigned long flags = local_irq_save();

	reload_ldt(mm);
	local_irq_restore(flags);
	smp_mb(); /* who loads mm from now on sees the new table */
	call_cpus(READ_ONCE(mm->cpu_vm_mask) & ~((cpumask_t)1 << smp_processor_id()), reload_ldt, mm);
}

/* See that entry number exists. The old table is *old, to be freed when no CPU uses it. Holds the lock. */
static int grow_ldt(struct mm_struct *mm, unsigned int number, struct ldt_struct **old)
{
	struct ldt_struct *ldt = mm->context.ldt, *larger;

	*old = NULL;
	if (ldt && number < ldt->nr)
		return 0;
	/* With room to spare: a thousand entries, one after the other, are not to be a thousand copies. */
	larger = alloc_ldt(number + 1 + number / 2);
	if (!larger)
		return -ENOMEM;
	if (ldt)
		memcpy(larger->entries, ldt->entries, ldt->nr * sizeof(struct desc));
	smp_store_release(&mm->context.ldt, larger);
	*old = ldt;
	return 0;
}

/* In an order in which no half of it can be loaded. */
static void write_entry(struct desc *entry, struct desc desc)
{
	WRITE_ONCE(entry->high, 0);
	smp_wmb();
	WRITE_ONCE(entry->low, desc.low);
	smp_wmb();
	WRITE_ONCE(entry->high, desc.high);
}

/* old_style: function 1, which knows neither "not present" nor the free bit. */
static long write_ldt(const void __user *buf, unsigned long size, bool old_style)
{
	struct mm_struct *mm = current->mm;
	struct ldt_struct *old;
	struct user_desc u;
	struct desc desc = { 0, 0 };
	int err;

	if (size != sizeof(u))
		return -EINVAL;
	if (copy_from_user(&u, buf, sizeof(u)))
		return -EFAULT;
	if (u.entry_number >= LDT_ENTRIES || entry_is_ours(u.entry_number))
		return -EINVAL;
	if (u.contents == 3 && (old_style || !u.seg_not_present))
		return -EINVAL;
	if (!(old_style && !u.base_addr && !u.limit) && !desc_says_empty(&u)) {
		desc = from_user_desc(&u, origin_of(mm));
		if (old_style)
			desc.high &= ~DESC_AVL;
	}
	mutex_lock(&mm->context.lock);
	err = grow_ldt(mm, u.entry_number, &old);
	if (!err) {
		write_entry(&mm->context.ldt->entries[u.entry_number], desc);
		reload_everywhere(mm);
		free_ldt(old);
	}
	mutex_unlock(&mm->context.lock);
	return err;
}

long sys_modify_ldt(int function, void __user *buf, unsigned long size)
{
	switch (function) {
	case 0:
		return read_ldt(buf, size);
	case 1:
		return write_ldt(buf, size, true);
	case 2:
		return read_default_ldt(buf, size);
	case 0x11:
		return write_ldt(buf, size, false);
	default:
		return -ENOSYS;
	}
}

/* ---- thread areas ---- */

/* Only data segments of 32 bits that are there: all that a thread area was ever for. */
static bool tls_allowed(const struct user_desc *u)
{
	return desc_is_cleared(u) || (u->seg_32bit && u->contents <= 1 && !u->seg_not_present);
}

static void set_tls(struct task_struct *tsk, const struct user_desc *u)
{
	struct thread_struct *thread = &tsk->thread;
	struct desc desc = { 0, 0 };

	if (!desc_is_cleared(u))
		desc = from_user_desc(u, origin_of(tsk->mm));
	thread->tls[u->entry_number - GDT_TLS_MIN] = desc;
	thread->has_tls = false;
	for (unsigned int i = 0; i < GDT_TLS_ENTRIES; i++)
		thread->has_tls |= !desc_empty(thread->tls[i]);
}

static bool is_tls_entry(unsigned int number)
{
	return number - GDT_TLS_MIN < GDT_TLS_ENTRIES;
}

void load_tls(struct task_struct *tsk)
{
	struct arch_cpu *arch = &this_cpu()->arch;

	memcpy(&arch->gdt[GDT_TLS_MIN], tsk->thread.tls, sizeof(tsk->thread.tls));
	arch->has_tls = tsk->thread.has_tls;
}

void move_tls(struct task_struct *tsk, long delta)
{
	for (unsigned int i = 0; i < GDT_TLS_ENTRIES; i++)
		tsk->thread.tls[i] = desc_moved(tsk->thread.tls[i], delta);
}

int set_tls_of(struct task_struct *tsk, struct user_desc __user *user)
{
	struct user_desc u;

	if (copy_from_user(&u, user, sizeof(u)))
		return -EFAULT;
	if (!is_tls_entry(u.entry_number) || !tls_allowed(&u))
		return -EINVAL;
	set_tls(tsk, &u);
	return 0;
}

/* -1: the first entry that is free; -ESRCH if none is. */
static int choose_tls_entry(struct user_desc *u)
{
	if (u->entry_number != ~0u)
		return is_tls_entry(u->entry_number) ? 0 : -EINVAL;
	for (unsigned int i = 0; i < GDT_TLS_ENTRIES; i++) {
		if (desc_empty(current->thread.tls[i])) {
			u->entry_number = GDT_TLS_MIN + i;
			return 0;
		}
	}
	return -ESRCH;
}

/* The first member; not by ->, which may not be applied to a null pointer. */
static unsigned int __user *entry_number_of(struct user_desc __user *user)
{
	static_assert(offsetof(struct user_desc, entry_number) == 0, "entry_number comes first");
	return (unsigned int __user *)user;
}

long sys_set_thread_area(struct user_desc __user *user)
{
	struct user_desc u;
	unsigned long flags;
	bool asked;
	int err;

	if (copy_from_user(&u, user, sizeof(u)))
		return -EFAULT;
	if (!tls_allowed(&u))
		return -EINVAL;
	asked = u.entry_number == ~0u;
	err = choose_tls_entry(&u);
	if (err)
		return err;
	if (asked && put_user(u.entry_number, entry_number_of(user)))
		return -EFAULT;
	flags = local_irq_save();
	set_tls(current, &u);
	load_tls(current);
	reload_segments();
	local_irq_restore(flags);
	return 0;
}

long sys_get_thread_area(struct user_desc __user *user)
{
	struct user_desc u;
	unsigned int number;

	if (get_user(number, entry_number_of(user)))
		return -EFAULT;
	if (!is_tls_entry(number))
		return -EINVAL;
	to_user_desc(&u, current->thread.tls[number - GDT_TLS_MIN], number, origin_of(current->mm));
	return copy_to_user(user, &u, sizeof(u)) ? -EFAULT : 0;
}
