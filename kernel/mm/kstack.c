/*
 * Kernel stacks: mapped outside the direct map, each with an unmapped page below it, so that an
 * overflow faults instead of eating a neighbour.
 *
 *	KSTACK_AREA   | guard | stack 0 | guard | stack 1 | ...
 *
 * A few free stacks stay mapped for the next fork; beyond that the frames go back.
 */
#include <arch/boot.h>
#include <arch/tlb.h>
#include <kernel/bitmap.h>
#include <kernel/mm.h>
#include <kernel/page_alloc.h>
#include <kernel/panic.h>
#include <kernel/pgtable.h>
#include <kernel/spinlock.h>
#include <kernel/task.h>

#define SLOT_SIZE (2 * KSTACK_SIZE) /* the guard takes what the stack leaves */
#define NR_SLOTS  ((KSTACK_AREA_END - KSTACK_AREA) / SLOT_SIZE)
#define KEEP_FREE 16

static struct spinlock kstack_lock = SPINLOCK_INIT("kstack", RANK_KMAP);
static unsigned long used_slots[BITS_TO_LONGS(NR_SLOTS)]; /* kstack_lock; free mapped stacks count as used */
static unsigned long next_slot;				  /* kstack_lock: where the search for a free slot begins */
static void *free_stacks;				  /* kstack_lock: mapped, linked through their first word */
static unsigned int nr_free_stacks;			  /* kstack_lock */

static unsigned long slot_stack(unsigned long slot)
{
	return KSTACK_AREA + slot * SLOT_SIZE + SLOT_SIZE - KSTACK_SIZE;
}

static unsigned long stack_slot(unsigned long stack)
{
	return (stack - KSTACK_AREA) / SLOT_SIZE;
}

/* NR_SLOTS when all are taken. */
static unsigned long slot_alloc(void)
{
	unsigned long slot;

	spin_lock(&kstack_lock);
	slot = find_next_zero_bit(used_slots, NR_SLOTS, next_slot);
	if (slot >= NR_SLOTS)
		slot = find_next_zero_bit(used_slots, NR_SLOTS, 0);
	if (slot < NR_SLOTS) {
		__set_bit(slot, used_slots);
		next_slot = slot;
	}
	spin_unlock(&kstack_lock);
	return slot;
}

static void slot_free(unsigned long slot)
{
	spin_lock(&kstack_lock);
	__clear_bit(slot, used_slots);
	next_slot = min(next_slot, slot);
	spin_unlock(&kstack_lock);
}

static void stack_unmap(unsigned long stack, unsigned long end)
{
	for (unsigned long addr = stack; addr < end; addr += PAGE_SIZE) {
		phys_addr_t phys = unmap_kernel_page(addr);

		flush_tlb_kernel_range(addr, addr + PAGE_SIZE);
		put_page(pfn_to_page((pfn_t)(phys >> PAGE_SHIFT)));
	}
}

static int stack_map(unsigned long stack)
{
	for (unsigned long addr = stack; addr < stack + KSTACK_SIZE; addr += PAGE_SIZE) {
		struct page *page = alloc_page(GFP_KERNEL);

		if (!page || map_kernel_page(addr, page_to_phys(page), PAGE_KERNEL)) {
			if (page)
				put_page(page);
			stack_unmap(stack, addr);
			return -ENOMEM;
		}
	}
	return 0;
}

static void *free_stack_pop(void)
{
	void *stack;

	spin_lock(&kstack_lock);
	stack = free_stacks;
	if (stack) {
		free_stacks = *(void **)stack;
		nr_free_stacks--;
	}
	spin_unlock(&kstack_lock);
	return stack;
}

/* False when enough are kept already. */
static bool free_stack_push(void *stack)
{
	bool kept;

	spin_lock(&kstack_lock);
	kept = nr_free_stacks < KEEP_FREE;
	if (kept) {
		*(void **)stack = free_stacks;
		free_stacks = stack;
		nr_free_stacks++;
	}
	spin_unlock(&kstack_lock);
	return kept;
}

void *kstack_alloc(void)
{
	void *stack = free_stack_pop();
	unsigned long slot;

	if (likely(stack))
		return stack;
	slot = slot_alloc();
	if (slot == NR_SLOTS)
		return NULL;
	if (stack_map(slot_stack(slot))) {
		slot_free(slot);
		return NULL;
	}
	return (void *)slot_stack(slot);
}

static void stack_release(void *stack)
{
	unsigned long addr = (unsigned long)stack;

	stack_unmap(addr, addr + KSTACK_SIZE);
	slot_free(stack_slot(addr));
}

/* Memory is short: the stacks that are kept go. */
static unsigned long shrink_kstacks(unsigned long nr)
{
	unsigned long freed = 0;
	void *stack;

	while (freed < nr && (stack = free_stack_pop())) {
		stack_release(stack);
		freed += KSTACK_SIZE / PAGE_SIZE;
	}
	return freed;
}

static struct shrinker kstack_shrinker = { .shrink = shrink_kstacks };

void kstack_init(void)
{
	register_shrinker(&kstack_shrinker);
}

/* Not on the stack itself. */
void kstack_free(void *stack)
{
	if (!free_stack_push(stack))
		stack_release(stack);
}

unsigned long nr_idle_kstack_pages(void)
{
	return READ_ONCE(nr_free_stacks) * (KSTACK_SIZE / PAGE_SIZE);
}

static bool in_stack(unsigned long addr, const char *stack)
{
	return addr - (unsigned long)stack < KSTACK_SIZE;
}

bool kernel_stack_mapped(unsigned long addr)
{
	pte_t *pte;

	if (in_stack(addr, boot_stack) || in_stack(addr, emergency_stack))
		return true;
	if (addr < KSTACK_AREA || addr >= KSTACK_AREA_END)
		return false;
	pte = pte_lookup(&init_mm, addr);
	return pte && pte_present(*pte);
}
