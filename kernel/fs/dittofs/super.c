/* Mount, sync, unmount. */
#include "../internal.h"
#include "internal.h"
#include <abi/statfs.h>

#define DITTOFS_STATFS_MAGIC 0x64697474 /* "ditt" */

static u32 div_up(u32 n, u32 d)
{
	return n / d + (n % d != 0);
}

/* Does what the superblock says hold together? The kernel relies on all of it. */
static bool geometry_ok(const struct dittofs_super *geo, u64 disk_blocks)
{
	const u32 bits = 8 * DITTOFS_BLOCK_SIZE;

	return geo->version == DITTOFS_VERSION && geo->block_size == DITTOFS_BLOCK_SIZE &&
	       geo->checksum == dittofs_checksum(0, geo, offsetof(struct dittofs_super, checksum)) &&
	       geo->nr_blocks <= disk_blocks && geo->log_start == 1 && geo->log_blocks >= DITTOFS_LOG_MIN &&
	       geo->log_blocks < geo->nr_blocks && geo->inode_bitmap == geo->log_start + geo->log_blocks &&
	       geo->inode_bitmap_blocks == div_up(geo->nr_inodes, bits) &&
	       geo->block_bitmap == geo->inode_bitmap + geo->inode_bitmap_blocks &&
	       geo->block_bitmap_blocks == div_up(geo->nr_blocks, bits) &&
	       geo->inode_table == geo->block_bitmap + geo->block_bitmap_blocks && geo->nr_inodes > DITTOFS_ROOT &&
	       geo->nr_inodes % DITTOFS_INODES_PER_BLOCK == 0 &&
	       geo->inode_table_blocks == geo->nr_inodes / DITTOFS_INODES_PER_BLOCK &&
	       geo->data_start == geo->inode_table + geo->inode_table_blocks && geo->data_start < geo->nr_blocks;
}

static int read_super(struct ditto_sb *ds)
{
	struct page *page = alloc_page(GFP_KERNEL);
	int err;

	if (!page)
		return -ENOMEM;
	err = block_rw_page(ds->bdev, BLOCK_READ, 0, page);
	if (!err) {
		ds->geo = *(struct dittofs_super *)page_address(page);
		if (ds->geo.magic != DITTOFS_MAGIC)
			err = -EINVAL;
		else if (!geometry_ok(&ds->geo, ds->bdev->nr_sectors / SECTORS_PER_BLOCK))
			err = ditto_corrupt(ds, "superblock", 0);
	}
	put_page(page);
	return err;
}

/* The log first: what is read afterwards is the truth. */
static int open_disk(struct ditto_sb *ds)
{
	unsigned int replayed;
	int err;

	err = read_super(ds);
	if (!err)
		err = log_init(ds);
	if (!err)
		err = log_recover(ds, &replayed);
	if (err)
		return err;
	if (replayed)
		pr_info("dittofs: %s: %u transactions recovered\n", ds->bdev->name, replayed);
	ds->super_page = meta_read(ds, 0);
	if (IS_ERR(ds->super_page)) {
		err = PTR_ERR(ds->super_page);
		ds->super_page = NULL;
		return err;
	}
	return balloc_init(ds);
}

/* See adopt(), recover.c. */
static void let_go_of_adopted(struct ditto_sb *ds)
{
	unsigned long index = 0;
	struct page *page;

	for (; (page = find_cached_page(&ds->meta, &index)); index++) {
		if (page->private)
			put_page(page);
		put_page(page);
	}
}

static void close_disk(struct ditto_sb *ds)
{
	if (ds->read_only)
		let_go_of_adopted(ds);
	balloc_destroy(ds);
	if (ds->super_page)
		put_page(ds->super_page);
	truncate_pages(&ds->meta, 0);
	log_destroy(ds);
	kfree(ds);
}

static void ditto_put_super(struct super_block *sb)
{
	struct ditto_sb *ds = DITTO_SB(sb);

	flusher_stop(ds);
	log_checkpoint(ds);
	close_disk(ds);
	sb->s_fs_info = NULL;
}

static int ditto_sync_fs(struct super_block *sb)
{
	struct ditto_sb *ds = DITTO_SB(sb);
	int err, cerr;

	if (ds->read_only)
		return 0;
	err = flush_inodes(ds, true);
	cerr = log_commit_running(ds, false);
	return err ? err : cerr;
}

static void ditto_shutdown(struct super_block *sb)
{
	ditto_sync_fs(sb);
	log_checkpoint(DITTO_SB(sb));
}

static int ditto_statfs(struct super_block *sb, struct statfs *st)
{
	struct ditto_sb *ds = DITTO_SB(sb);
	unsigned long freed = 0;

	spin_lock(&ds->alloc_lock);
	for (int i = 0; i < FREED_GENERATIONS; i++)
		freed += ds->nr_freed[i];
	st->f_type = DITTOFS_STATFS_MAGIC;
	st->f_bsize = st->f_frsize = DITTOFS_BLOCK_SIZE;
	st->f_blocks = ds->geo.nr_blocks - ds->geo.data_start;
	st->f_bfree = ds->free_blocks + freed - ds->reserved_blocks;
	st->f_bavail = st->f_bfree;
	st->f_files = ds->geo.nr_inodes - 1;
	st->f_ffree = ds->free_inodes;
	st->f_namelen = DITTOFS_NAME_MAX;
	spin_unlock(&ds->alloc_lock);
	return 0;
}

static const struct super_operations ditto_sops = {
	.alloc_inode = ditto_alloc_inode,
	.free_inode = ditto_free_inode,
	.evict_inode = ditto_evict_inode,
	.dirty_inode = ditto_dirty_inode,
	.sync_fs = ditto_sync_fs,
	.statfs = ditto_statfs,
	.shutdown = ditto_shutdown,
	.put_super = ditto_put_super,
};

static int make_root(struct super_block *sb)
{
	struct inode *root = ditto_iget(sb, DITTOFS_ROOT);

	if (IS_ERR(root))
		return PTR_ERR(root);
	if (!S_ISDIR(root->i_mode)) {
		iput(root);
		return ditto_corrupt(DITTO_SB(sb), "the root is no directory", DITTOFS_ROOT);
	}
	sb->s_root = d_make_root(sb, root);
	return sb->s_root ? 0 : -ENOMEM;
}

/* The disk is open. */
static int start(struct super_block *sb, struct ditto_sb *ds)
{
	int err = 0;

	if (!ds->read_only)
		err = orphans_reclaim(ds);
	if (!err && !ds->read_only)
		err = flusher_start(ds);
	return err ? err : make_root(sb);
}

static int ditto_fill_super(struct super_block *sb, dev_t dev, const char *data)
{
	struct block_device *bdev = block_find_dev(dev);
	struct ditto_sb *ds;
	int err;

	if (!bdev)
		return -ENODEV;
	if (bdev->read_only && !(sb->s_flags & MS_RDONLY))
		return -EACCES;
	ds = kzalloc(sizeof(*ds), GFP_KERNEL);
	if (!ds)
		return -ENOMEM;
	ds->sb = sb;
	ds->bdev = bdev;
	ds->read_only = sb->s_flags & MS_RDONLY;
	mapping_init(&ds->meta, NULL, &ditto_meta_aops);
	mutex_init(&ds->orphan_lock, "orphans", RANK_FSLOG);
	spin_lock_init(&ds->dirty_lock, "dirty inodes", RANK_MAPPING);
	INIT_LIST_HEAD(&ds->dirty_inodes);
	init_waitqueue_head(&ds->flush_wait);
	sb->s_fs_info = ds;
	sb->s_op = &ditto_sops;
	sb->s_blocksize = DITTOFS_BLOCK_SIZE;
	sb->s_maxbytes = DITTOFS_MAX_SIZE;
	err = open_disk(ds);
	if (err)
		goto close;
	err = start(sb, ds);
	if (!err)
		return 0;
	flusher_stop(ds);
	log_checkpoint(ds); /* orphans may have been freed */
close:
	close_disk(ds);
	sb->s_fs_info = NULL;
	return err;
}

static struct file_system_type dittofs_type = { .name = "dittofs", .fill_super = ditto_fill_super };

void dittofs_init(void)
{
	ditto_inode_init_cache();
	register_filesystem(&dittofs_type);
}
