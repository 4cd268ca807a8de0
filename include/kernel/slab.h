/*
 * Object caches (kmem_cache) and the general-purpose kmalloc on top of them.
 * Objects come from slabs of whole pages; each CPU keeps a short stack of free objects.
 */
#ifndef KERNEL_SLAB_H
#define KERNEL_SLAB_H

#include <kernel/page_alloc.h>

struct kmem_cache;

void slab_init(void);

/*
 * A cache of objects of size bytes, aligned to align (a power of two, 0: pointer size).
 * name must stay. Boot time only: running out of memory here is a panic.
 */
struct kmem_cache *kmem_cache_create(const char *name, size_t size, size_t align);

/* NULL without memory. Contents are undefined unless gfp has GFP_ZERO. */
void *__must_check kmem_cache_alloc(struct kmem_cache *cache, gfp_t gfp);
void kmem_cache_free(struct kmem_cache *cache, void *obj);

/* Any size up to 2^MAX_ORDER pages; NULL without memory or for a larger size. kfree(NULL) is allowed. */
void *__must_check kmalloc(size_t size, gfp_t gfp);
void kfree(const void *obj);

static inline void *__must_check kzalloc(size_t size, gfp_t gfp)
{
	return kmalloc(size, gfp | GFP_ZERO);
}

/* A line of /proc/slabinfo. */
struct slab_info {
	const char *name;
	unsigned long active_objs; /* handed out */
	unsigned long num_objs;	   /* handed out and free */
	unsigned long objsize;	   /* bytes, alignment included */
	unsigned long pages;	   /* frames that the cache holds */
};

/* The n-th cache, from 0; false when there are no more. */
bool slab_info(unsigned int n, struct slab_info *info);

#endif
