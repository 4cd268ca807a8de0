/*
 * Memory of the host machine: frames from an arena, objects from malloc. What is free is poisoned, so ASan
 * finds who uses it. Allocations fail when current->fail_nth says so, and yield now and then.
 */
#include "internal.h"
#include "machine.h"
#include "os.h"
#include <kernel/fault_inject.h>
#include <kernel/mm.h>
#include <kernel/panic.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/task.h>

#define NR_FRAMES 16384 /* 64 MiB */

struct page *mem_map;
pfn_t min_pfn, max_pfn;
struct page *zero_page;

static char *arena;
static LIST_HEAD(free_list);
static LIST_HEAD(shrinkers);
static unsigned long nr_free = NR_FRAMES;
static long nr_objects;

void host_memory_init(void)
{
	arena = os_map((size_t)NR_FRAMES * PAGE_SIZE);
	mem_map = os_map(NR_FRAMES * sizeof(struct page));
	min_pfn = (unsigned long)arena >> PAGE_SHIFT;
	max_pfn = min_pfn + NR_FRAMES;
	for (unsigned int i = 0; i < NR_FRAMES; i++)
		list_add_tail(&mem_map[i].lru, &free_list);
	os_poison(arena, (size_t)NR_FRAMES * PAGE_SIZE);
	zero_page = alloc_page(GFP_ATOMIC | GFP_ZERO);
}

/* ---- Frames ---- */

struct page *alloc_pages(gfp_t gfp, unsigned int order)
{
	struct page *page;

	BUG_ON(order);
	if (gfp & GFP_KERNEL) {
		might_sleep();
		host_maybe_yield();
	}
	if (should_fail(gfp))
		return NULL;
	if (list_empty(&free_list) && (!(gfp & GFP_KERNEL) || !machine_shrink(32)))
		return NULL;
	page = list_first_entry(&free_list, struct page, lru);
	list_del(&page->lru);
	nr_free--;
	BUG_ON(page_count(page) || page->flags);
	atomic_long_set(&page->refcount, 1);
	page->mapping = NULL;
	page->private = 0;
	os_unpoison(page_address(page), PAGE_SIZE);
	/* Not zero, so that whoever relies on that is found. */
	__builtin_memset(page_address(page), gfp & GFP_ZERO ? 0 : 0xa5, PAGE_SIZE);
	return page;
}

void free_page(struct page *page)
{
	BUG_ON(page_count(page) || page->flags & (1ul << PG_locked | 1ul << PG_dirty | 1ul << PG_writeback));
	page->flags = 0;
	os_poison(page_address(page), PAGE_SIZE);
	list_add_tail(&page->lru, &free_list);
	nr_free++;
}

unsigned long nr_total_pages(void)
{
	return NR_FRAMES;
}

unsigned long nr_free_pages(void)
{
	return nr_free;
}

void clear_page(void *page)
{
	memset(page, 0, PAGE_SIZE);
}

void copy_page(void *to, const void *from)
{
	memcpy(to, from, PAGE_SIZE);
}

void register_shrinker(struct shrinker *shrinker)
{
	list_add_tail(&shrinker->list, &shrinkers);
}

unsigned long machine_shrink(unsigned long pages)
{
	struct shrinker *shrinker;
	unsigned long freed = 0;

	list_for_each_entry(shrinker, &shrinkers, list)
		freed += shrinker->shrink(pages);
	return freed;
}

long machine_objects(void)
{
	return nr_objects + (NR_FRAMES - nr_free);
}

/* ---- Objects ---- */

struct kmem_cache {
	size_t size;
};

struct kmem_cache *kmem_cache_create(const char *name, size_t size, size_t align)
{
	struct kmem_cache *cache = os_alloc(sizeof(*cache));

	cache->size = size;
	return cache;
}

void *kmalloc(size_t size, gfp_t gfp)
{
	void *p;

	if (gfp & GFP_KERNEL) {
		might_sleep();
		host_maybe_yield();
	}
	if (should_fail(gfp) || size > PAGE_SIZE << MAX_ORDER)
		return NULL;
	p = os_alloc(size);
	__builtin_memset(p, gfp & GFP_ZERO ? 0 : 0xa5, size);
	nr_objects++;
	return p;
}

void kfree(const void *p)
{
	if (p)
		nr_objects--;
	os_free((void *)p);
}

void *kmem_cache_alloc(struct kmem_cache *cache, gfp_t gfp)
{
	return kmalloc(cache->size, gfp);
}

void kmem_cache_free(struct kmem_cache *cache, void *obj)
{
	kfree(obj);
}
