/*
 * Object caches.
 *
 * A slab is 2^order frames cut into objects of one size; free objects of a slab are linked through
 * their first word. A cache keeps its slabs that have free objects on a list, and gives a slab back
 * as soon as all of its objects are free. Above that every CPU has a short stack of free objects, so
 * that most calls touch nothing shared:
 *
 *	kmem_cache_alloc  <-  CPU's stack  <-  a partial slab  <-  page allocator
 *
 * A slab is aligned to its size, so an object's slab is found by rounding its address down.
 */
#include <arch/irq.h>
#include <kernel/bitmap.h>
#include <kernel/cpu.h>
#include <kernel/err.h>
#include <kernel/fault_inject.h>
#include <kernel/panic.h>
#include <kernel/slab.h>
#include <kernel/spinlock.h>
#include <kernel/string.h>
#include <kernel/task.h>

#define CPU_OBJS 30 /* objects in a CPU's stack at most; half of them move at once */

struct cpu_objs {
	unsigned int count;
	void *obj[CPU_OBJS];
};

/* Locks: [I] fixed at creation  [c] interrupts off, own CPU  [l] lock */
struct kmem_cache {
	const char *name;      /* [I] */
	size_t objsize;	       /* [I] bytes from one object to the next */
	unsigned int order;    /* [I] of a slab */
	unsigned int per_slab; /* [I] objects in a slab */
	struct list_head list; /* [I] in caches */
	struct spinlock lock;
	struct list_head partial;     /* [l] slabs with free objects, by page.lru */
	unsigned long nr_slabs;	      /* [l] */
	unsigned long nr_used;	      /* [l] objects handed out to callers and CPU stacks */
	struct cpu_objs cpu[NR_CPUS]; /* [c] */
};

static LIST_HEAD(caches); /* in the order of creation; boot time only */
static struct kmem_cache cache_cache;

static struct page *slab_of(const struct kmem_cache *cache, const void *obj)
{
	return virt_to_page((void *)((unsigned long)obj & ~((PAGE_SIZE << cache->order) - 1)));
}

/* ---- slabs; cache->lock is held unless said ---- */

/* A new slab, all free and on no list. Called without the lock. */
static struct page *slab_alloc(struct kmem_cache *cache, gfp_t gfp)
{
	/* The caller's own check may have failed this allocation already: count it once. */
	struct page *slab = alloc_pages((gfp & GFP_KERNEL) | GFP_NOINJECT, cache->order);
	char *obj;

	if (!slab)
		return NULL;
	for (unsigned int i = 0; i < 1u << cache->order; i++) {
		slab[i].cache = cache;
		page_set_flag(&slab[i], PG_slab);
	}
	obj = page_address(slab);
	slab->freelist = NULL;
	slab->private = 0;
	for (unsigned int i = cache->per_slab; i-- > 0;) {
		*(void **)(obj + i * cache->objsize) = slab->freelist;
		slab->freelist = obj + i * cache->objsize;
	}
	return slab;
}

/* Give an empty slab's frames back. Called without the lock. */
static void slab_free(struct kmem_cache *cache, struct page *slab)
{
	for (unsigned int i = 1; i < 1u << cache->order; i++)
		slab[i].flags = 0;
	free_pages(slab, cache->order);
}

static void *slab_take(struct kmem_cache *cache, struct page *slab)
{
	void *obj = slab->freelist;

	slab->freelist = *(void **)obj;
	slab->private ++;
	cache->nr_used++;
	if (!slab->freelist)
		list_del(&slab->lru);
	return obj;
}

/* True when the slab has become empty and is off the list: the caller frees it after unlocking. */
static bool slab_put(struct kmem_cache *cache, struct page *slab, void *obj)
{
	if (!slab->freelist)
		list_add(&slab->lru, &cache->partial);
	*(void **)obj = slab->freelist;
	slab->freelist = obj;
	cache->nr_used--;
	if (--slab->private)
		return false;
	list_del(&slab->lru);
	cache->nr_slabs--;
	return true;
}

/* ---- the CPU's stack; interrupts off ---- */

static void stack_fill(struct kmem_cache *cache, struct cpu_objs *stack)
{
	spin_lock(&cache->lock);
	while (stack->count < CPU_OBJS / 2 && !list_empty(&cache->partial))
		stack->obj[stack->count++] = slab_take(
			cache, list_first_entry(&cache->partial, struct page, lru));
	spin_unlock(&cache->lock);
}

static void stack_spill(struct kmem_cache *cache, struct cpu_objs *stack)
{
	struct page *empty[CPU_OBJS];
	unsigned int nr_empty = 0, moved = CPU_OBJS / 2;

	/* The oldest ones go: the newest are the ones in the hardware's caches. */
	spin_lock(&cache->lock);
	for (unsigned int i = 0; i < moved; i++) {
		struct page *slab = slab_of(cache, stack->obj[i]);

		if (slab_put(cache, slab, stack->obj[i]))
			empty[nr_empty++] = slab;
	}
	spin_unlock(&cache->lock);
	stack->count -= moved;
	memmove(stack->obj, stack->obj + moved, stack->count * sizeof(stack->obj[0]));
	while (nr_empty)
		slab_free(cache, empty[--nr_empty]);
}

static struct cpu_objs *this_stack(struct kmem_cache *cache)
{
	return &cache->cpu[smp_processor_id()];
}

/* The stack and the partial slabs are empty: get a slab. False without memory. */
static __noinline bool cache_grow(struct kmem_cache *cache, gfp_t gfp)
{
	struct page *slab = slab_alloc(cache, gfp);
	unsigned long flags;

	if (!slab)
		return false;
	spin_lock_irqsave(&cache->lock, flags);
	list_add(&slab->lru, &cache->partial);
	cache->nr_slabs++;
	spin_unlock_irqrestore(&cache->lock, flags);
	return true;
}

void *kmem_cache_alloc(struct kmem_cache *cache, gfp_t gfp)
{
	void *obj = NULL;

	if (gfp & GFP_KERNEL)
		might_sleep();
	if (unlikely(should_fail(gfp)))
		return NULL;
	do {
		unsigned long flags = local_irq_save();
		struct cpu_objs *stack = this_stack(cache);

		if (unlikely(!stack->count))
			stack_fill(cache, stack);
		if (likely(stack->count))
			obj = stack->obj[--stack->count];
		local_irq_restore(flags);
	} while (unlikely(!obj) && cache_grow(cache, gfp));
	if (obj && gfp & GFP_ZERO)
		memset(obj, 0, cache->objsize);
	return obj;
}

void kmem_cache_free(struct kmem_cache *cache, void *obj)
{
	unsigned long flags = local_irq_save();
	struct cpu_objs *stack = this_stack(cache);

	BUG_ON(virt_to_page(obj)->cache != cache);
	if (unlikely(stack->count == CPU_OBJS))
		stack_spill(cache, stack);
	stack->obj[stack->count++] = obj;
	local_irq_restore(flags);
}

/* ---- creation ---- */

/* The smallest slab that wastes no more than an eighth. */
static unsigned int slab_order(size_t objsize)
{
	unsigned int order = 0;

	while (order < 3 && (PAGE_SIZE << order) % objsize > (PAGE_SIZE << order) / 8)
		order++;
	return order;
}

static void cache_init(struct kmem_cache *cache, const char *name, size_t size, size_t align)
{
	align = max(align, sizeof(void *));
	cache->name = name;
	cache->objsize = ALIGN_UP(max(size, sizeof(void *)), align);
	cache->order = slab_order(cache->objsize);
	cache->per_slab = (PAGE_SIZE << cache->order) / cache->objsize;
	BUG_ON(!cache->per_slab);
	spin_lock_init(&cache->lock, "slab", RANK_SLAB);
	INIT_LIST_HEAD(&cache->partial);
	list_add_tail(&cache->list, &caches);
}

struct kmem_cache *kmem_cache_create(const char *name, size_t size, size_t align)
{
	struct kmem_cache *cache = kmem_cache_alloc(&cache_cache, GFP_ATOMIC | GFP_ZERO);

	if (!cache)
		panic("no memory for the cache %s", name);
	cache_init(cache, name, size, align);
	return cache;
}

bool slab_info(unsigned int n, struct slab_info *info)
{
	struct kmem_cache *cache;

	list_for_each_entry(cache, &caches, list) {
		unsigned long idle = 0;

		if (n--)
			continue;
		for (unsigned int i = 0; i < nr_cpus; i++)
			idle += READ_ONCE(cache->cpu[i].count);
		*info = (struct slab_info){
			.name = cache->name,
			.active_objs = READ_ONCE(cache->nr_used) - idle,
			.num_objs = READ_ONCE(cache->nr_slabs) * cache->per_slab,
			.objsize = cache->objsize,
			.pages = READ_ONCE(cache->nr_slabs) << cache->order,
		};
		return true;
	}
	return false;
}

/* ---- kmalloc: a cache for each power of two, whole pages above ---- */

#define KMALLOC_MIN_SHIFT 4
#define KMALLOC_MAX_SHIFT 11

static struct kmem_cache *kmalloc_caches[KMALLOC_MAX_SHIFT + 1];

static unsigned int shift_of(size_t size)
{
	if (size <= 1ul << KMALLOC_MIN_SHIFT)
		return KMALLOC_MIN_SHIFT;
	return highest_bit(size - 1) + 1;
}

static void *kmalloc_pages(size_t size, gfp_t gfp)
{
	unsigned int shift = shift_of(size);
	unsigned int order = shift > PAGE_SHIFT ? shift - PAGE_SHIFT : 0;
	struct page *page = alloc_pages(gfp, order);

	if (!page)
		return NULL;
	page->order = order;
	return page_address(page);
}

void *kmalloc(size_t size, gfp_t gfp)
{
	if (unlikely(size > 1ul << KMALLOC_MAX_SHIFT))
		return size <= PAGE_SIZE << MAX_ORDER ? kmalloc_pages(size, gfp) : NULL;
	return kmem_cache_alloc(kmalloc_caches[shift_of(size)], gfp);
}

void kfree(const void *obj)
{
	struct page *page;

	if (!obj)
		return;
	page = virt_to_page(obj);
	if (likely(page_test_flag(page, PG_slab)))
		kmem_cache_free(page->cache, (void *)obj);
	else
		free_pages(page, page->order);
}

void slab_init(void)
{
	static const char *const names[] = { "kmalloc-16", "kmalloc-32", "kmalloc-64",
					     "kmalloc-128", "kmalloc-256", "kmalloc-512",
					     "kmalloc-1024", "kmalloc-2048" };

	cache_init(&cache_cache, "kmem_cache", sizeof(struct kmem_cache), 0);
	for (unsigned int shift = KMALLOC_MIN_SHIFT; shift <= KMALLOC_MAX_SHIFT; shift++)
		kmalloc_caches[shift] =
			kmem_cache_create(names[shift - KMALLOC_MIN_SHIFT], 1ul << shift, 0);
}
