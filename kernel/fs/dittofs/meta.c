/*
 * Metadata in memory: a page for each block that was read, in one mapping per file system, index =
 * block number.
 *
 * A page's contents are guarded by who owns the block's subject: alloc_lock for bitmaps, map_lock
 * for inodes and pointers, inode->lock for directories. A page that the running transaction changed
 * has page->private set and is held by the log, so the shrinker leaves it alone until its block is
 * written (see log.c).
 */
#include "internal.h"

int ditto_corrupt(struct ditto_sb *ds, const char *what, unsigned long where)
{
	pr_err("dittofs: %s: corrupt: %s (%lu)\n", ds->bdev->name, what, where);
	return -EIO;
}

static void meta_read_pages(struct address_space *mapping, struct page **pages, unsigned int n)
{
	struct ditto_sb *ds = container_of(mapping, struct ditto_sb, meta);

	for (unsigned int i = 0; i < n; i++)
		page_end_read(pages[i], block_rw_page(ds->bdev, BLOCK_READ, (u64)pages[i]->index * SECTORS_PER_BLOCK,
						      pages[i]));
}

/* The log writes them; they are never marked dirty. */
static int meta_write_pages(struct address_space *mapping, unsigned long first, unsigned long last)
{
	return 0;
}

const struct address_space_operations ditto_meta_aops = {
	.read_pages = meta_read_pages,
	.write_pages = meta_write_pages,
};

struct page *meta_read(struct ditto_sb *ds, u32 block)
{
	struct page *page = find_get_page(&ds->meta, block);

	if (likely(page && page_test_flag(page, PG_uptodate))) {
		if (!page_test_flag(page, PG_referenced))
			page_set_flag(page, PG_referenced);
		return page;
	}
	if (page)
		put_page(page);
	return read_mapping_page(&ds->meta, block);
}

struct page *meta_new(struct ditto_sb *ds, u32 block)
{
	struct page *page = grab_page(&ds->meta, block);

	if (!page)
		return ERR_PTR(-ENOMEM);
	clear_page(page_address(page));
	page_set_flag(page, PG_uptodate);
	unlock_page(page);
	return page;
}
