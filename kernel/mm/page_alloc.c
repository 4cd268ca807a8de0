/*
 * Page frames: a binary buddy allocator, with a list of single frames for each CPU above it.
 *
 * A free block of 2^k frames is aligned to its size; its buddy differs in bit k of the frame
 * number. Only the first frame of a free block carries PG_buddy and the order. A block that
 * becomes free merges with its buddy for as long as that one is free and of the same order.
 */
#include <arch/boot.h>
#include <arch/irq.h>
#include <kernel/cpu.h>
#include <kernel/fault_inject.h>
#include <kernel/page_alloc.h>
#include <kernel/panic.h>
#include <kernel/pgtable.h>
#include <kernel/spinlock.h>
#include <kernel/string.h>
#include <kernel/task.h>

/* A CPU's list takes this many frames from the buddy allocator at once, and gives as many back
 * when it holds more than twice as many. */
#define CPU_BATCH 32

struct page *mem_map;
pfn_t min_pfn, max_pfn;
struct page *zero_page;

static struct spinlock zone_lock = SPINLOCK_INIT("zone", RANK_ALLOC);
static struct list_head free_area[MAX_ORDER + 1]; /* zone_lock: free blocks by order */
static unsigned long nr_buddy_free;		  /* zone_lock: frames in free_area */
static unsigned long nr_total;

static LIST_HEAD(shrinkers); /* filled at boot only */

/* ---- the buddy allocator; all under zone_lock ---- */

static void block_add(struct page *page, unsigned int order)
{
	page_set_flag(page, PG_buddy);
	page->order = order;
	list_add(&page->lru, &free_area[order]);
}

static void block_remove(struct page *page)
{
	page_clear_flag(page, PG_buddy);
	list_del(&page->lru);
}

static struct page *buddy_of(struct page *page, unsigned int order)
{
	pfn_t pfn = page_to_pfn(page) ^ (1ul << order);

	return pfn_valid(pfn) ? pfn_to_page(pfn) : NULL;
}

static void buddy_free(struct page *page, unsigned int order)
{
	nr_buddy_free += 1ul << order;
	while (order < MAX_ORDER) {
		struct page *buddy = buddy_of(page, order);

		if (!buddy || !page_test_flag(buddy, PG_buddy) || buddy->order != order)
			break;
		block_remove(buddy);
		if (buddy < page)
			page = buddy;
		order++;
	}
	block_add(page, order);
}

static struct page *buddy_alloc(unsigned int order)
{
	struct page *page;
	unsigned int from = order;

	while (from <= MAX_ORDER && list_empty(&free_area[from]))
		from++;
	if (from > MAX_ORDER)
		return NULL;
	page = list_first_entry(&free_area[from], struct page, lru);
	block_remove(page);
	while (from > order) { /* give the upper half back, keep the lower one */
		from--;
		block_add(page + (1ul << from), from);
	}
	nr_buddy_free -= 1ul << order;
	return page;
}

/* ---- single frames, by CPU; interrupts off ---- */

static void list_refill(struct page_list *list)
{
	spin_lock(&zone_lock);
	while (list->count < CPU_BATCH) {
		struct page *page = buddy_alloc(0);

		if (!page)
			break;
		list_add(&page->lru, &list->pages);
		list->count++;
	}
	spin_unlock(&zone_lock);
}

static void list_shrink(struct page_list *list, unsigned int keep)
{
	spin_lock(&zone_lock);
	while (list->count > keep) {
		struct page *page = list_last_entry(&list->pages, struct page, lru);

		list_del(&page->lru);
		list->count--;
		buddy_free(page, 0);
	}
	spin_unlock(&zone_lock);
}

static struct page *alloc_single(void)
{
	unsigned long flags = local_irq_save();
	struct page_list *list = &this_cpu()->free_pages;
	struct page *page = NULL;

	if (unlikely(!list->count))
		list_refill(list);
	if (likely(list->count)) {
		page = list_first_entry(&list->pages, struct page, lru);
		list_del(&page->lru);
		list->count--;
	}
	local_irq_restore(flags);
	return page;
}

static void free_single(struct page *page)
{
	unsigned long flags = local_irq_save();
	struct page_list *list = &this_cpu()->free_pages;

	list_add(&page->lru, &list->pages);
	if (unlikely(++list->count > 2 * CPU_BATCH))
		list_shrink(list, CPU_BATCH);
	local_irq_restore(flags);
}

void drain_local_pages(void)
{
	unsigned long flags = local_irq_save();

	list_shrink(&this_cpu()->free_pages, 0);
	local_irq_restore(flags);
}

/* ---- the interface ---- */

static struct page *alloc_block(unsigned int order)
{
	unsigned long flags;
	struct page *page;

	if (likely(order == 0))
		return alloc_single();
	if (order > MAX_ORDER)
		return NULL;
	spin_lock_irqsave(&zone_lock, flags);
	page = buddy_alloc(order);
	spin_unlock_irqrestore(&zone_lock, flags);
	return page;
}

void register_shrinker(struct shrinker *shrinker)
{
	list_add_tail(&shrinker->list, &shrinkers);
}

/* Ask the caches for memory. False when they have nothing left to give. */
static bool reclaim(unsigned int order)
{
	unsigned long freed = 0;
	struct shrinker *shrinker;

	list_for_each_entry(shrinker, &shrinkers, list)
		freed += shrinker->shrink(CPU_BATCH << order);
	drain_local_pages();
	return freed > 0;
}

struct page *alloc_pages(gfp_t gfp, unsigned int order)
{
	struct page *page;

	if (gfp & GFP_KERNEL)
		might_sleep();
	if (unlikely(should_fail(gfp)))
		return NULL;
	page = alloc_block(order);
	while (unlikely(!page)) {
		if (!(gfp & GFP_KERNEL) || order > MAX_ORDER || !reclaim(order))
			return NULL;
		page = alloc_block(order);
	}
	atomic_long_set(&page->refcount, 1);
	if (gfp & GFP_ZERO)
		for (unsigned long i = 0; i < 1ul << order; i++)
			clear_page(page_address(page + i));
	return page;
}

void free_pages(struct page *page, unsigned int order)
{
	unsigned long flags;

	BUG_ON(page_test_flag(page, PG_buddy) || page_test_flag(page, PG_reserved));
	page->flags = 0;
	atomic_long_set(&page->refcount, 0);
	if (likely(order == 0)) {
		free_single(page);
		return;
	}
	spin_lock_irqsave(&zone_lock, flags);
	buddy_free(page, order);
	spin_unlock_irqrestore(&zone_lock, flags);
}

void free_page(struct page *page)
{
	free_pages(page, 0);
}

unsigned long nr_free_pages(void)
{
	unsigned long n = READ_ONCE(nr_buddy_free);

	for (unsigned int i = 0; i < nr_cpus; i++)
		n += READ_ONCE(cpus[i].free_pages.count);
	return n + nr_clean_tables() + nr_idle_kstack_pages();
}

unsigned long nr_total_pages(void)
{
	return nr_total;
}

/* ---- boot ---- */

static bool range_overlaps(const struct mem_range *r, phys_addr_t start, phys_addr_t end)
{
	return r->start < end && start < r->end;
}

/* The first place at or above start, below end, where size bytes are not reserved; 0 if none. */
static phys_addr_t find_unreserved(phys_addr_t start, phys_addr_t end, phys_addr_t size)
{
	bool moved;

	start = ALIGN_UP(start, (phys_addr_t)PAGE_SIZE);
	do {
		moved = false;
		for (unsigned int i = 0; i < boot_info.nr_reserved; i++) {
			const struct mem_range *r = &boot_info.reserved[i];

			if (range_overlaps(r, start, start + size)) {
				start = ALIGN_UP(r->end, (phys_addr_t)PAGE_SIZE);
				moved = true;
			}
		}
	} while (moved);
	return start + size <= end ? start : 0;
}

static void mem_map_init(void)
{
	phys_addr_t size, place = 0;

	min_pfn = boot_info.ram[0].start >> PAGE_SHIFT;
	for (unsigned int i = 0; i < boot_info.nr_ram; i++) {
		min_pfn = min(min_pfn, (pfn_t)(boot_info.ram[i].start >> PAGE_SHIFT));
		max_pfn = max(max_pfn, (pfn_t)(boot_info.ram[i].end >> PAGE_SHIFT));
	}
	size = PAGE_ALIGN((max_pfn - min_pfn) * sizeof(struct page));
	for (unsigned int i = 0; i < boot_info.nr_ram && !place; i++)
		place = find_unreserved(boot_info.ram[i].start, boot_info.ram[i].end, size);
	if (!place)
		panic("no memory for %lu page structures", max_pfn - min_pfn);
	boot_reserve(place, size);
	mem_map = phys_to_virt(place);
	memset(mem_map, 0, size);
}

/* Free the frames [pfn, end) in the largest aligned blocks. */
static void free_frames(pfn_t pfn, pfn_t end)
{
	nr_total += end - pfn;
	while (pfn < end) {
		unsigned int order = 0;

		while (order < MAX_ORDER && !(pfn & (1ul << order)) && pfn + (2ul << order) <= end)
			order++;
		buddy_free(pfn_to_page(pfn), order);
		pfn += 1ul << order;
	}
}

/* Free what of [start, end) is not reserved: the part before the first reservation, and the rest. */
static void free_range(phys_addr_t start, phys_addr_t end)
{
	while (start < end) {
		const struct mem_range *first = NULL;

		for (unsigned int i = 0; i < boot_info.nr_reserved; i++) {
			const struct mem_range *r = &boot_info.reserved[i];

			if (range_overlaps(r, start, end) && (!first || r->start < first->start))
				first = r;
		}
		if (!first) {
			free_frames(start >> PAGE_SHIFT, end >> PAGE_SHIFT);
			return;
		}
		if (first->start > start)
			free_frames(start >> PAGE_SHIFT, first->start >> PAGE_SHIFT);
		start = ALIGN_UP(first->end, (phys_addr_t)PAGE_SIZE);
	}
}

void page_alloc_init(void)
{
	for (unsigned int order = 0; order <= MAX_ORDER; order++)
		INIT_LIST_HEAD(&free_area[order]);
	for (unsigned int i = 0; i < NR_CPUS; i++)
		INIT_LIST_HEAD(&cpus[i].free_pages.pages);
	mem_map_init();
	for (unsigned int i = 0; i < boot_info.nr_ram; i++)
		free_range(boot_info.ram[i].start, boot_info.ram[i].end);
	zero_page = alloc_page(GFP_ATOMIC | GFP_ZERO);
	if (!zero_page)
		panic("no memory");
	page_set_flag(zero_page, PG_reserved);
}
