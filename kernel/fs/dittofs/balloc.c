/*
 * Blocks. The bitmap on the disk says which are in use; `busy`, in memory, says which may not be
 * given out: those, and those that were freed by a transaction that might still be undone, or whose
 * old contents the log might still bring back. The latter are noted by transaction (freed[]) and
 * released when the log has moved on.
 *
 * A page of a file that is written to before it has a block is promised one (reserved_blocks), so
 * that the full disk is noticed by write() and not later. A promise is 1, or 3 where blocks of
 * pointers may be needed too; what was too much is given back when the page gets its block.
 *
 *	free_blocks = blocks not busy,  of which reserved_blocks are promised
 */
#include "internal.h"
#include <kernel/bitmap.h>

#define BITS_PER_PAGE (8 * PAGE_SIZE)

static size_t map_bytes(const struct ditto_sb *ds)
{
	return BITS_TO_LONGS((size_t)ds->geo.nr_blocks) * sizeof(long);
}

static bool disk_bit(struct page **bitmap, u32 n)
{
	const u8 *map = page_address(bitmap[n / BITS_PER_PAGE]);

	return map[n % BITS_PER_PAGE / 8] >> n % 8 & 1;
}

/*
 * Change a bit of a bitmap on the disk. alloc_lock is held; op keeps the page from being copied
 * meanwhile.
 */
static void set_disk_bit(struct page **bitmap, u32 n, bool value)
{
	u8 *byte = (u8 *)page_address(bitmap[n / BITS_PER_PAGE]) + n % BITS_PER_PAGE / 8;

	*byte = (*byte & ~(1u << n % 8)) | (unsigned int)value << n % 8;
}

/* ---- Blocks ---- */

/* The first block from start on that is not busy, or nr_blocks. */
static u32 search(struct ditto_sb *ds, u32 start)
{
	return find_next_zero_bit(ds->busy, ds->geo.nr_blocks, start);
}

u32 block_alloc(struct log_op *op, u32 goal, bool reserved)
{
	struct ditto_sb *ds = op->ds;
	u32 block = 0;

	spin_lock(&ds->alloc_lock);
	if (ds->free_blocks > (reserved ? 0 : ds->reserved_blocks)) {
		block = search(ds, block_valid(ds, goal) ? goal : ds->next_block);
		if (block == ds->geo.nr_blocks)
			block = search(ds, ds->geo.data_start);
		if (block == ds->geo.nr_blocks)
			block = 0;
	}
	if (block) {
		__set_bit(block, ds->busy);
		set_disk_bit(ds->block_bitmap, block, true);
		ds->free_blocks--;
		if (!goal)
			ds->next_block = block + 1;
	}
	spin_unlock(&ds->alloc_lock);
	if (block)
		log_dirty(op, ds->block_bitmap[block / BITS_PER_PAGE]);
	return block;
}

void block_free(struct log_op *op, u32 block)
{
	struct ditto_sb *ds = op->ds;
	unsigned int generation = op->sequence % FREED_GENERATIONS;
	bool twice;

	spin_lock(&ds->alloc_lock);
	twice = !disk_bit(ds->block_bitmap, block);
	if (!twice) {
		set_disk_bit(ds->block_bitmap, block, false);
		__set_bit(block, ds->freed[generation]);
		ds->nr_freed[generation]++;
	}
	spin_unlock(&ds->alloc_lock);
	if (twice)
		ditto_corrupt(ds, "a block was freed twice", block);
	else
		log_dirty(op, ds->block_bitmap[block / BITS_PER_PAGE]);
}

void balloc_release(struct ditto_sb *ds, u64 sequence)
{
	unsigned int generation = sequence % FREED_GENERATIONS;
	unsigned long *freed = ds->freed[generation];

	spin_lock(&ds->alloc_lock);
	if (ds->nr_freed[generation]) {
		for (size_t i = 0; i < map_bytes(ds) / sizeof(long); i++) {
			ds->busy[i] &= ~freed[i];
			freed[i] = 0;
		}
		ds->free_blocks += ds->nr_freed[generation];
		ds->nr_freed[generation] = 0;
	}
	spin_unlock(&ds->alloc_lock);
}

int blocks_reserve(struct ditto_sb *ds, unsigned long n)
{
	int err = -ENOSPC;

	spin_lock(&ds->alloc_lock);
	if (ds->free_blocks >= ds->reserved_blocks + n) {
		ds->reserved_blocks += n;
		err = 0;
	}
	spin_unlock(&ds->alloc_lock);
	return err;
}

void blocks_unreserve(struct ditto_sb *ds, unsigned long n)
{
	spin_lock(&ds->alloc_lock);
	ds->reserved_blocks -= n;
	spin_unlock(&ds->alloc_lock);
}

bool make_room(struct ditto_sb *ds)
{
	unsigned long before, after;

	spin_lock(&ds->alloc_lock);
	before = ds->free_blocks - ds->reserved_blocks;
	spin_unlock(&ds->alloc_lock);
	flush_inodes(ds, false); /* promises become blocks, and what is too much of them is free */
	for (int i = 0; i < LOG_GENERATIONS; i++)
		if (log_commit_running(ds, true))
			return false;
	spin_lock(&ds->alloc_lock);
	after = ds->free_blocks - ds->reserved_blocks;
	spin_unlock(&ds->alloc_lock);
	return after > before;
}

/* ---- Set-up ---- */

static void put_pages(struct page **pages, u32 n)
{
	for (u32 i = 0; pages && i < n; i++)
		if (pages[i])
			put_page(pages[i]);
	kfree(pages);
}

/* Read a bitmap, to hold it while mounted. */
static int read_bitmap(struct ditto_sb *ds, u32 start, u32 nr, struct page ***out)
{
	struct page **pages = kzalloc(nr * sizeof(pages[0]), GFP_KERNEL);

	*out = pages;
	if (!pages)
		return -ENOMEM;
	for (u32 i = 0; i < nr; i++) {
		struct page *page = meta_read(ds, start + i);

		if (IS_ERR(page))
			return PTR_ERR(page);
		pages[i] = page;
	}
	return 0;
}

static void copy_bitmap(struct ditto_sb *ds)
{
	size_t left = (ds->geo.nr_blocks + 7) / 8, n;

	for (u32 i = 0; left; i++, left -= n) {
		n = left < PAGE_SIZE ? left : PAGE_SIZE;
		memcpy((u8 *)ds->busy + i * PAGE_SIZE, page_address(ds->block_bitmap[i]), n);
	}
}

int balloc_init(struct ditto_sb *ds)
{
	int err;

	spin_lock_init(&ds->alloc_lock, "dittofs alloc", RANK_MAPPING);
	err = read_bitmap(ds, ds->geo.block_bitmap, ds->geo.block_bitmap_blocks, &ds->block_bitmap);
	if (!err)
		err = read_bitmap(ds, ds->geo.inode_bitmap, ds->geo.inode_bitmap_blocks, &ds->inode_bitmap);
	if (err)
		return err;
	ds->busy = kzalloc(map_bytes(ds), GFP_KERNEL);
	if (!ds->busy)
		return -ENOMEM;
	for (int i = 0; i < FREED_GENERATIONS; i++) {
		ds->freed[i] = kzalloc(map_bytes(ds), GFP_KERNEL);
		if (!ds->freed[i])
			return -ENOMEM;
	}
	copy_bitmap(ds);
	/* Whatever a corrupt bitmap says. */
	for (u32 n = 0; n < ds->geo.data_start; n++)
		__set_bit(n, ds->busy);
	ds->free_blocks = ds->geo.nr_blocks - bitmap_weight(ds->busy, ds->geo.nr_blocks);
	for (u32 n = 1; n < ds->geo.nr_inodes; n++)
		ds->free_inodes += !disk_bit(ds->inode_bitmap, n);
	ds->next_block = ds->geo.data_start;
	ds->next_ino = DITTOFS_ROOT + 1;
	return 0;
}

void balloc_destroy(struct ditto_sb *ds)
{
	put_pages(ds->block_bitmap, ds->geo.block_bitmap_blocks);
	put_pages(ds->inode_bitmap, ds->geo.inode_bitmap_blocks);
	kfree(ds->busy);
	for (int i = 0; i < FREED_GENERATIONS; i++)
		kfree(ds->freed[i]);
}

/* ---- Inode numbers ---- */

u32 ialloc(struct log_op *op)
{
	struct ditto_sb *ds = op->ds;
	u32 ino, n;

	spin_lock(&ds->alloc_lock);
	ino = ds->next_ino;
	for (n = ds->geo.nr_inodes; n && disk_bit(ds->inode_bitmap, ino); n--)
		if (++ino == ds->geo.nr_inodes)
			ino = DITTOFS_ROOT + 1;
	if (n && ino > DITTOFS_ROOT) {
		set_disk_bit(ds->inode_bitmap, ino, true);
		ds->free_inodes--;
		ds->next_ino = ino + 1 < ds->geo.nr_inodes ? ino + 1 : DITTOFS_ROOT + 1;
	} else {
		n = 0;
	}
	spin_unlock(&ds->alloc_lock);
	if (!n)
		return 0;
	log_dirty(op, ds->inode_bitmap[ino / BITS_PER_PAGE]);
	return ino;
}

void ifree(struct log_op *op, u32 ino)
{
	struct ditto_sb *ds = op->ds;

	spin_lock(&ds->alloc_lock);
	set_disk_bit(ds->inode_bitmap, ino, false);
	ds->free_inodes++;
	if (ino < ds->next_ino)
		ds->next_ino = ino;
	spin_unlock(&ds->alloc_lock);
	log_dirty(op, ds->inode_bitmap[ino / BITS_PER_PAGE]);
}
