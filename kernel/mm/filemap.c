/*
 * The page cache: pages of files, by index. include/kernel/filemap.h tells their states and locks.
 *
 * Clean pages that belong on a disk are also on one list of all files, the least recently read
 * first, from which memory is taken back. Pages of files that live in memory only (no write_pages)
 * are not.
 */
#include "filemap.h"
#include <kernel/err.h>
#include <kernel/fs.h>
#include <kernel/panic.h>
#include <kernel/string.h>
#include <kernel/task.h>
#include <kernel/wait.h>

static struct wait_queue_head page_waits[16];
unsigned long dirty_limit;
static atomic_long_t file_pages, dirty_pages, writeback_pages;

static DEFINE_SPINLOCK(lru_lock, RANK_MAPPING); /* never held together with a tree_lock */
static LIST_HEAD(lru);				/* [lru_lock] */

unsigned long nr_file_pages(void)
{
	return atomic_long_read(&file_pages);
}

unsigned long nr_dirty_pages(void)
{
	return atomic_long_read(&dirty_pages);
}

unsigned long nr_writeback_pages(void)
{
	return atomic_long_read(&writeback_pages);
}

void mapping_init(struct address_space *mapping, struct inode *host,
		  const struct address_space_operations *a_ops)
{
	memset(mapping, 0, sizeof(*mapping));
	mapping->host = host;
	mapping->a_ops = a_ops;
	spin_lock_init(&mapping->tree_lock, "tree_lock", RANK_MAPPING);
	mutex_init(&mapping->i_mmap_lock, "i_mmap_lock", RANK_I_MMAP);
	INIT_LIST_HEAD(&mapping->i_mmap);
}

static bool on_disk(const struct address_space *mapping)
{
	return mapping->a_ops && mapping->a_ops->write_pages;
}

/* ---- Waiting: a few queues, shared by all pages and mappings ---- */

static struct wait_queue_head *wait_queue_of(const void *what)
{
	return &page_waits[((unsigned long)what >> 6 ^ (unsigned long)what >> 10) % ARRAY_SIZE(page_waits)];
}

void __lock_page(struct page *page)
{
	wait_event(*wait_queue_of(page), trylock_page(page));
}

void unlock_page(struct page *page)
{
	page_clear_flag(page, PG_locked);
	wake_up_all(wait_queue_of(page));
}

void wait_on_page_locked(struct page *page)
{
	if (page_test_flag(page, PG_locked))
		wait_event(*wait_queue_of(page), !page_test_flag(page, PG_locked));
}

void wait_on_page_writeback(struct page *page)
{
	if (page_test_flag(page, PG_writeback))
		wait_event(*wait_queue_of(page), !page_test_flag(page, PG_writeback));
}

/* ---- In and out of the cache ---- */

static void lru_add(struct page *page)
{
	spin_lock(&lru_lock);
	list_add_tail(&page->lru, &lru);
	spin_unlock(&lru_lock);
}

static void lru_del(struct page *page)
{
	spin_lock(&lru_lock);
	list_del(&page->lru);
	spin_unlock(&lru_lock);
}

/* page is new: locked, one reference, which becomes the cache's. -EEXIST, -ENOMEM. */
int add_to_page_cache(struct address_space *mapping, unsigned long index, struct page *page)
{
	int err = -EEXIST;

	page->mapping = mapping;
	page->index = index;
	page->private = 0;
	spin_lock(&mapping->tree_lock);
	if (likely(!page_tree_find(&mapping->pages, index)))
		err = page_tree_insert(&mapping->pages, index, page);
	if (likely(!err))
		mapping->nrpages++;
	spin_unlock(&mapping->tree_lock);
	if (unlikely(err)) {
		page->mapping = NULL;
		return err;
	}
	atomic_long_inc(&file_pages);
	if (on_disk(mapping))
		lru_add(page);
	return 0;
}

/* The tree's part of a removal; the page is locked. */
static void __remove_from_tree(struct address_space *mapping, struct page *page)
{
	lock_assert_held(&mapping->tree_lock);
	page_tree_remove(&mapping->pages, page->index);
	page->mapping = NULL;
	mapping->nrpages--;
	if (page_test_flag(page, PG_dirty)) {
		page_clear_flag(page, PG_dirty);
		mapping->nrdirty--;
		atomic_long_dec(&dirty_pages);
	}
}

/* The rest of it: the cache's reference goes. The mapping may be gone already. */
static void finish_removal(struct page *page, bool on_lru)
{
	page->private = 0;
	atomic_long_dec(&file_pages);
	if (on_lru)
		lru_del(page);
	unlock_page(page);
	put_page(page);
}

/* A locked page of a mapping, with the caller's reference besides the cache's; unlocks it. */
static void remove_from_page_cache(struct address_space *mapping, struct page *page)
{
	spin_lock(&mapping->tree_lock);
	__remove_from_tree(mapping, page);
	spin_unlock(&mapping->tree_lock);
	finish_removal(page, on_disk(mapping));
}

void discard_page(struct address_space *mapping, struct page *page)
{
	if (on_disk(mapping)) {
		unlock_page(page);
		return;
	}
	if (mapping->a_ops && mapping->a_ops->invalidate_page)
		mapping->a_ops->invalidate_page(mapping, page);
	remove_from_page_cache(mapping, page);
}

struct page *find_get_page(struct address_space *mapping, unsigned long index)
{
	struct page *page;

	spin_lock(&mapping->tree_lock);
	page = page_tree_find(&mapping->pages, index);
	if (page)
		get_page(page);
	spin_unlock(&mapping->tree_lock);
	return page;
}

struct page *find_lock_page(struct address_space *mapping, unsigned long index)
{
	struct page *page;

	while ((page = find_get_page(mapping, index))) {
		lock_page(page);
		if (likely(page->mapping == mapping))
			return page;
		unlock_page(page);
		put_page(page);
	}
	return NULL;
}

struct page *new_cache_page(struct address_space *mapping, unsigned long index)
{
	struct page *page = alloc_page(GFP_KERNEL);
	int err;

	if (unlikely(!page))
		return ERR_PTR(-ENOMEM);
	page_set_flag(page, PG_locked);
	/* The tree grows under a spinlock, with what memory is at hand: see to it that some is. */
	do
		err = add_to_page_cache(mapping, index, page);
	while (unlikely(err == -ENOMEM) && page_tree_refill());
	if (unlikely(err)) {
		page_clear_flag(page, PG_locked);
		put_page(page);
		return ERR_PTR(err);
	}
	get_page(page);
	return page;
}

struct page *grab_page(struct address_space *mapping, unsigned long index)
{
	struct page *page;

	for (;;) {
		page = find_lock_page(mapping, index);
		if (page)
			return page;
		page = new_cache_page(mapping, index);
		if (likely(!IS_ERR(page)))
			return page;
		if (PTR_ERR(page) != -EEXIST)
			return NULL;
	}
}

/* ---- Dirty pages, and pages on their way to the disk ---- */

void set_page_dirty(struct page *page)
{
	struct address_space *mapping = page->mapping;
	bool first;

	if (page_test_flag(page, PG_dirty) || !mapping || !on_disk(mapping))
		return;
	spin_lock(&mapping->tree_lock);
	if (page->mapping != mapping || page_test_and_set_flag(page, PG_dirty)) {
		spin_unlock(&mapping->tree_lock);
		return;
	}
	page_tree_set_dirty(&mapping->pages, page->index, true);
	first = mapping->nrdirty++ == 0;
	spin_unlock(&mapping->tree_lock);
	atomic_long_inc(&dirty_pages);
	if (first && mapping->host)
		mark_inode_dirty(mapping->host);
}

/* False: it was clean. */
static bool clear_dirty(struct address_space *mapping, struct page *page)
{
	bool dirty;

	spin_lock(&mapping->tree_lock);
	dirty = page_test_and_clear_flag(page, PG_dirty);
	if (dirty) {
		page_tree_set_dirty(&mapping->pages, page->index, false);
		mapping->nrdirty--;
	}
	spin_unlock(&mapping->tree_lock);
	if (dirty)
		atomic_long_dec(&dirty_pages);
	return dirty;
}

void page_cancel_dirty(struct page *page)
{
	clear_dirty(page->mapping, page);
}

bool page_start_write(struct page *page)
{
	struct address_space *mapping = page->mapping;

	if (!clear_dirty(mapping, page))
		return false;
	if (page_test_flag(page, PG_mapped_write) && atomic_read(&mapping->nr_writable_maps))
		set_page_dirty(page);
	atomic_long_inc(&writeback_pages);
	filemap_begin_write(mapping);
	page_set_flag(page, PG_writeback);
	return true;
}

void page_end_read(struct page *page, int error)
{
	if (unlikely(error))
		page_set_flag(page, PG_error);
	else
		page_set_flag(page, PG_uptodate);
	unlock_page(page);
}

void page_end_write(struct page *page, int error)
{
	/* Once the count is down the mapping may go away, and with the flag the page. */
	struct address_space *mapping = page->mapping;
	struct wait_queue_head *wq = wait_queue_of(page);

	page_clear_flag(page, PG_writeback);
	wake_up_all(wq);
	atomic_long_dec(&writeback_pages);
	filemap_end_write(mapping, error);
}

void filemap_end_write(struct address_space *mapping, int error)
{
	struct wait_queue_head *wq = wait_queue_of(mapping);

	if (unlikely(error))
		WRITE_ONCE(mapping->wb_error, error);
	if (atomic_dec_and_test(&mapping->nr_writeback))
		wake_up_all(wq);
}

int filemap_write(struct address_space *mapping, unsigned long first, unsigned long last)
{
	if (!READ_ONCE(mapping->nrdirty) || !on_disk(mapping))
		return 0;
	return mapping->a_ops->write_pages(mapping, first, last);
}

void filemap_wait_writeback(struct address_space *mapping)
{
	if (atomic_read(&mapping->nr_writeback))
		wait_event(*wait_queue_of(mapping), !atomic_read(&mapping->nr_writeback));
}

int filemap_wait(struct address_space *mapping)
{
	filemap_wait_writeback(mapping);
	return likely(!READ_ONCE(mapping->wb_error)) ? 0 : __atomic_exchange_n(&mapping->wb_error, 0, __ATOMIC_RELAXED);
}

/* The first page at or after *index, dirty or any, with a reference. */
static struct page *find_next_page(struct address_space *mapping, unsigned long *index, bool dirty)
{
	struct page *page;

	spin_lock(&mapping->tree_lock);
	page = page_tree_next(&mapping->pages, index, dirty);
	if (page)
		get_page(page);
	spin_unlock(&mapping->tree_lock);
	return page;
}

struct page *find_dirty_page(struct address_space *mapping, unsigned long *index)
{
	return find_next_page(mapping, index, true);
}

struct page *find_cached_page(struct address_space *mapping, unsigned long *index)
{
	return find_next_page(mapping, index, false);
}

/* ---- The end of a file, and of a page ---- */

static void truncate_page(struct address_space *mapping, struct page *page)
{
	lock_page(page);
	if (page->mapping != mapping) { /* the shrinker was here first */
		unlock_page(page);
		return;
	}
	wait_on_page_writeback(page);
	if (mapping->a_ops && mapping->a_ops->invalidate_page)
		mapping->a_ops->invalidate_page(mapping, page);
	remove_from_page_cache(mapping, page);
}

void truncate_pages(struct address_space *mapping, loff_t size)
{
	unsigned long first = size_in_pages(size), index = first;
	unsigned int offset = size & (PAGE_SIZE - 1);
	struct page *page;

	page = offset && READ_ONCE(mapping->nrpages) ? find_lock_page(mapping, size >> PAGE_SHIFT) : NULL;
	if (page) {
		if (page_test_flag(page, PG_uptodate))
			memset((char *)page_address(page) + offset, 0, PAGE_SIZE - offset);
		unlock_page(page);
		put_page(page);
	}
	/* The last round, which finds nothing, also sees to it that whoever took a page out of the
	 * tree meanwhile has let go of tree_lock: the caller may free the mapping. */
	while ((page = find_next_page(mapping, &index, false))) {
		truncate_page(mapping, page);
		put_page(page);
		cond_resched();
	}
	unmap_mapping_pages(mapping, first);
}

bool drop_unused_page(struct address_space *mapping, struct page *page)
{
	bool unused, on_lru = on_disk(mapping); /* asked now: once the page is out the mapping may go */

	spin_lock(&mapping->tree_lock);
	unused = page_count(page) == 2 && !page_test_flag(page, PG_dirty);
	if (unused)
		__remove_from_tree(mapping, page);
	spin_unlock(&mapping->tree_lock);
	if (unused)
		finish_removal(page, on_lru);
	else
		unlock_page(page);
	return unused;
}

/*
 * Take page, on which we hold a reference, out of its cache if nobody uses it and the disk has it.
 * While the page is locked its mapping stays: whoever ends a mapping locks each of its pages.
 */
static bool reclaim_page(struct page *page)
{
	struct address_space *mapping;

	if (!trylock_page(page))
		return false;
	mapping = page->mapping;
	if (!mapping || page_test_flag(page, PG_dirty) || page_test_flag(page, PG_writeback) ||
	    page_count(page) != 2) {
		unlock_page(page);
		return false;
	}
	if (mapping->a_ops->invalidate_page)
		mapping->a_ops->invalidate_page(mapping, page);
	return drop_unused_page(mapping, page);
}

/* The next page to look at, with a reference; it goes to the end of the list. */
static struct page *lru_next(void)
{
	struct page *page = NULL;

	spin_lock(&lru_lock);
	if (!list_empty(&lru)) {
		page = list_first_entry(&lru, struct page, lru);
		list_move_tail(&page->lru, &lru);
		get_page(page);
	}
	spin_unlock(&lru_lock);
	return page;
}

/* Pages that were used since the last visit get another turn. */
static unsigned long shrink_page_cache(unsigned long nr)
{
	unsigned long left = 2 * nr_file_pages(), freed = 0;
	struct page *page;

	for (; freed < nr && left && (page = lru_next()); left--) {
		if (!page_test_and_clear_flag(page, PG_referenced))
			freed += reclaim_page(page);
		put_page(page);
	}
	return freed;
}

static struct shrinker page_cache_shrinker = { .shrink = shrink_page_cache };

void filemap_init(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(page_waits); i++)
		init_waitqueue_head(&page_waits[i]);
	page_tree_init_cache();
	dirty_limit = nr_total_pages() / 8;
	register_shrinker(&page_cache_shrinker);
}
