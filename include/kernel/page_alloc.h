/*
 * The buddy allocator of page frames, with a per-CPU list of single frames above it.
 */
#ifndef KERNEL_PAGE_ALLOC_H
#define KERNEL_PAGE_ALLOC_H

#include <kernel/page.h>

#define MAX_ORDER 10 /* the largest block is 2^MAX_ORDER pages: 4 MiB */

#define GFP_ATOMIC   0x0u /* never sleeps */
#define GFP_KERNEL   0x1u /* may sleep and take memory back from caches */
#define GFP_ZERO     0x2u /* filled with zeroes */
#define GFP_NOINJECT 0x4u /* not subject to fault injection: the caller cannot fail */

/* Once at boot: all of boot_info.ram that is not reserved. */
void page_alloc_init(void);

/*
 * 2^order contiguous frames, refcount 1 in the first; NULL when there is no memory.
 * GFP_KERNEL may sleep. Contents are undefined without GFP_ZERO.
 */
struct page *__must_check alloc_pages(gfp_t gfp, unsigned int order);
void free_pages(struct page *page, unsigned int order);

static inline struct page *__must_check alloc_page(gfp_t gfp)
{
	return alloc_pages(gfp, 0);
}

/* Frames that nobody uses, those included that wait as clean page tables or mapped stacks. */
unsigned long nr_free_pages(void);
unsigned long nr_total_pages(void); /* frames that were ever given to the allocator */

/* Give this CPU's list back to the buddy allocator. */
void drain_local_pages(void);

/* One page each, aligned. The port's (page.S). */
void clear_page(void *page);
void copy_page(void *to, const void *from);

/*
 * Those who hold memory that they can give back (the page cache, quicklists) register a shrinker.
 * shrink() frees up to nr pages and returns how many it did; it may sleep, may not allocate.
 */
struct shrinker {
	unsigned long (*shrink)(unsigned long nr);
	struct list_head list;
};
void register_shrinker(struct shrinker *shrinker);

#endif
