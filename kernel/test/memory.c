/* Page frames and objects: nothing is handed out twice, everything comes back. */
#include <kernel/err.h>
#include <kernel/fault_inject.h>
#include <kernel/page_alloc.h>
#include <kernel/slab.h>
#include <kernel/string.h>

#include "internal.h"

#define BLOCKS 200

struct block {
	struct page *page;
	unsigned int order;
};

static struct block blocks[BLOCKS];

static bool page_is(const struct page *page, unsigned int order, unsigned long value)
{
	const unsigned long *words = page_address(page);

	for (size_t i = 0; i < (PAGE_SIZE << order) / sizeof(long); i += 64) {
		if (words[i] != value)
			return false;
	}
	return true;
}

static void fill_page(struct page *page, unsigned int order, unsigned long value)
{
	unsigned long *words = page_address(page);

	for (size_t i = 0; i < (PAGE_SIZE << order) / sizeof(long); i += 64)
		words[i] = value;
}

static void free_block(struct block *block)
{
	EXPECT(page_is(block->page, block->order, (unsigned long)block));
	free_pages(block->page, block->order);
	block->page = NULL;
}

static void get_block(struct block *block, u32 *seed)
{
	block->order = test_random(seed) % 5;
	block->page = alloc_pages(GFP_KERNEL, block->order);
	if (!block->page) {
		EXPECT(!"there is memory");
		return;
	}
	EXPECT(page_count(block->page) == 1);
	EXPECT((page_to_pfn(block->page) & ((1ul << block->order) - 1)) == 0);
	fill_page(block->page, block->order, (unsigned long)block);
}

static void test_buddy(void)
{
	unsigned long before;
	u32 seed = 42;

	drain_local_pages();
	before = nr_free_pages();
	for (unsigned int round = 0; round < 4000; round++) {
		struct block *block = &blocks[test_random(&seed) % BLOCKS];

		if (block->page)
			free_block(block);
		else
			get_block(block, &seed);
	}
	for (unsigned int i = 0; i < BLOCKS; i++) {
		if (blocks[i].page)
			free_block(&blocks[i]);
	}
	EXPECT(nr_free_pages() == before);
}

/* What was split comes together again: the largest blocks are still to be had. */
static void test_buddy_merges(void)
{
	unsigned long before = nr_free_pages();
	struct page *large = alloc_pages(GFP_KERNEL, MAX_ORDER), *small[64];

	EXPECT(large != NULL);
	if (!large)
		return;
	free_pages(large, MAX_ORDER);
	for (unsigned int i = 0; i < 64; i++)
		small[i] = alloc_page(GFP_KERNEL);
	for (unsigned int i = 0; i < 64; i++)
		put_page(small[i * 37 % 64]);
	large = alloc_pages(GFP_KERNEL, MAX_ORDER);
	EXPECT(large != NULL);
	if (large)
		free_pages(large, MAX_ORDER);
	EXPECT(nr_free_pages() == before);
}

static void test_zeroed(void)
{
	for (unsigned int i = 0; i < 50; i++) {
		struct page *page = alloc_page(GFP_KERNEL);

		fill_page(page, 0, ~0ul);
		put_page(page);
		page = alloc_page(GFP_KERNEL | GFP_ZERO);
		EXPECT(page_is(page, 0, 0));
		put_page(page);
	}
}

static int page_churn(void *unused)
{
	struct page *pages[16];

	for (unsigned int round = 0; round < 200; round++) {
		for (unsigned int i = 0; i < 16; i++) {
			pages[i] = alloc_page(GFP_KERNEL);
			fill_page(pages[i], 0, (unsigned long)&pages[i] ^ i);
		}
		for (unsigned int i = 0; i < 16; i++) {
			EXPECT(page_is(pages[i], 0, (unsigned long)&pages[i] ^ i));
			put_page(pages[i]);
		}
	}
	return 0;
}

static void test_pages_smp(void)
{
	run_threads(4, page_churn, NULL);
}

static bool cache_info(const char *name, struct slab_info *info)
{
	for (unsigned int n = 0; slab_info(n, info); n++) {
		if (!strcmp(info->name, name))
			return true;
	}
	return false;
}

#define OBJECTS 1000
static void *objects[OBJECTS];

static void test_slab(void)
{
	static struct kmem_cache *cache;
	struct slab_info info;

	if (!cache)
		cache = kmem_cache_create("ktest_object", 120, 64);
	for (unsigned int i = 0; i < OBJECTS; i++) {
		objects[i] = kmem_cache_alloc(cache, GFP_KERNEL | GFP_ZERO);
		EXPECT(objects[i] && (unsigned long)objects[i] % 64 == 0);
		EXPECT(*(unsigned long *)objects[i] == 0);
		memset(objects[i], (int)(i & 0xff), 120);
	}
	EXPECT(cache_info("ktest_object", &info) && info.active_objs == OBJECTS);
	EXPECT(info.num_objs >= OBJECTS && info.objsize >= 120);
	for (unsigned int i = 0; i < OBJECTS; i++) {
		const unsigned char *object = objects[i * 7 % OBJECTS];

		EXPECT(object[0] == ((i * 7 % OBJECTS) & 0xff) && object[119] == object[0]);
		kmem_cache_free(cache, objects[i * 7 % OBJECTS]);
	}
	EXPECT(cache_info("ktest_object", &info) && info.active_objs == 0);
}

static void test_kmalloc(void)
{
	static const size_t sizes[] = { 1, 8, 9, 100, 128, 1000, 2048, 4000, 4096, 5000, 70000, 1 << 20 };
	unsigned char *p[ARRAY_SIZE(sizes)];

	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		p[i] = kmalloc(sizes[i], GFP_KERNEL);
		EXPECT(p[i] != NULL && (unsigned long)p[i] % sizeof(long) == 0);
		if (p[i])
			memset(p[i], (int)i, sizes[i]);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		if (p[i])
			EXPECT(p[i][0] == i && p[i][sizes[i] - 1] == i);
		kfree(p[i]);
	}
	EXPECT(!kmalloc((PAGE_SIZE << MAX_ORDER) + 1, GFP_KERNEL));
	EXPECT(!kmalloc(~0ul, GFP_KERNEL));
	kfree(NULL);
}

static void test_fault_injection(void)
{
	struct page *page;
	void *object;

	current->fail_nth = 2;
	object = kmalloc(64, GFP_KERNEL);
	EXPECT(object != NULL && current->fail_nth == 1);
	page = alloc_page(GFP_KERNEL | GFP_NOINJECT);
	EXPECT(page != NULL && current->fail_nth == 1);
	EXPECT(!kmalloc(64, GFP_KERNEL) && current->fail_nth == 0);
	put_page(page);
	kfree(object);
	current->fail_nth = 1;
	page = alloc_page(GFP_KERNEL);
	EXPECT(!page && current->fail_nth == 0);
}

const struct ktest memory_tests[] = {
	{ "buddy: blocks do not overlap, all come back", test_buddy },
	{ "buddy: what was split is joined again", test_buddy_merges },
	{ "page_alloc: GFP_ZERO gives zeroes", test_zeroed },
	{ "page_alloc: per-CPU lists under threads", test_pages_smp },
	{ "slab: objects are distinct, the census is exact", test_slab },
	{ "kmalloc: sizes from 1 to 1 MiB, and absurd ones", test_kmalloc },
	{ "fault injection: the n-th allocation, and only that", test_fault_injection },
	{ NULL, NULL },
};
