/*
 * struct page: one for every frame of RAM, for as long as the machine runs.
 *
 * A frame is free (in the buddy allocator, refcount 0) or has refcount holders: one for each
 * page-table entry that maps it, one for the page cache, one for each kernel user. Whoever drops
 * the last reference frees it. The counter is a long, and every reference needs a long-sized
 * holder somewhere in RAM, so it cannot overflow.
 */
#ifndef KERNEL_PAGE_H
#define KERNEL_PAGE_H

#include <arch/page.h>
#include <kernel/atomic.h>
#include <kernel/list.h>
#include <kernel/types.h>

struct address_space;
struct kmem_cache;

enum page_flag {
	PG_locked,	 /* page cache: contents are being read or written; see filemap */
	PG_uptodate,	 /* page cache: contents are those of the file */
	PG_dirty,	 /* page cache: newer than the disk */
	PG_writeback,	 /* page cache: on its way to the disk */
	PG_error,	 /* page cache: the last transfer failed */
	PG_referenced,	 /* page cache: read since the last look of the shrinker */
	PG_buddy,	 /* head of a free block; order is valid */
	PG_slab,	 /* belongs to a slab; cache is valid (kept in every page of the slab) */
	PG_reserved,	 /* never allocated: kernel image, firmware, holes, the zero page */
	PG_table,	 /* a page table */
	PG_mapped_write, /* page cache: a shared mapping has stored to it, and may do so again without notice */
};

/* Locks: [a] atomic  [o] the owner of the frame's present use */
struct page {
	unsigned long flags;	/* [a] bits of enum page_flag */
	atomic_long_t refcount; /* [a] see above */
	union {
		struct {			       /* page cache */
			struct address_space *mapping; /* [o] NULL: not in a cache (anonymous) */
			unsigned long index;	       /* [o] offset in the file, in pages */
		};
		struct {			  /* slab */
			struct kmem_cache *cache; /* [o] */
			void *freelist;		  /* [o] free objects of this slab */
		};
		unsigned long order; /* [o] buddy: log2 of the block's size; kmalloc: same */
	};
	struct list_head lru;  /* [o] free list, slab list, cache's list of pages */
	unsigned long private; /* [o] slab: objects in use; page cache: the file system's */
} __aligned(8 * sizeof(long));
static_assert((sizeof(struct page) & (sizeof(struct page) - 1)) == 0 || sizeof(long) == 4,
	      "page_to_pfn should be a shift");

extern struct page *mem_map;   /* mem_map[0] is frame min_pfn */
extern pfn_t min_pfn, max_pfn; /* frames [min_pfn, max_pfn) have a struct page */
extern struct page *zero_page; /* the shared page of zeroes; reserved, mapped read-only, not counted */

static inline struct page *pfn_to_page(pfn_t pfn)
{
	return mem_map + (pfn - min_pfn);
}

static inline pfn_t page_to_pfn(const struct page *page)
{
	return (pfn_t)(page - mem_map) + min_pfn;
}

static inline bool pfn_valid(pfn_t pfn)
{
	return pfn >= min_pfn && pfn < max_pfn;
}

static inline phys_addr_t page_to_phys(const struct page *page)
{
	return (phys_addr_t)page_to_pfn(page) << PAGE_SHIFT;
}

/* The page's address in the direct map. */
static inline void *page_address(const struct page *page)
{
	return phys_to_virt(page_to_phys(page));
}

/* Only for addresses of the direct map. */
static inline struct page *virt_to_page(const void *virt)
{
	return pfn_to_page((pfn_t)(virt_to_phys(virt) >> PAGE_SHIFT));
}

static inline bool page_test_flag(const struct page *page, enum page_flag flag)
{
	return __atomic_load_n(&page->flags, __ATOMIC_ACQUIRE) >> flag & 1;
}

static inline void page_set_flag(struct page *page, enum page_flag flag)
{
	__atomic_fetch_or(&page->flags, 1ul << flag, __ATOMIC_RELEASE);
}

static inline void page_clear_flag(struct page *page, enum page_flag flag)
{
	__atomic_fetch_and(&page->flags, ~(1ul << flag), __ATOMIC_RELEASE);
}

static inline bool page_test_and_set_flag(struct page *page, enum page_flag flag)
{
	return __atomic_fetch_or(&page->flags, 1ul << flag, __ATOMIC_ACQ_REL) >> flag & 1;
}

static inline bool page_test_and_clear_flag(struct page *page, enum page_flag flag)
{
	return __atomic_fetch_and(&page->flags, ~(1ul << flag), __ATOMIC_ACQ_REL) >> flag & 1;
}

/* Does it hold a file's contents, or did it before the file was cut off? Fixed while anybody may map it: a page that
 * is not uptodate is not mapped, and anonymous pages have no flags at all. */
static inline bool page_is_file(const struct page *page)
{
	return page->flags & 1ul << PG_uptodate;
}

static inline void get_page(struct page *page)
{
	atomic_long_inc(&page->refcount);
}

/* No reference is left. Any context. */
void free_page(struct page *page);

/* Drop a reference; the last one frees the frame. Any context. */
static inline void put_page(struct page *page)
{
	if (atomic_long_dec_and_test(&page->refcount))
		free_page(page);
}

static inline long page_count(const struct page *page)
{
	return atomic_long_read(&page->refcount);
}

#endif
