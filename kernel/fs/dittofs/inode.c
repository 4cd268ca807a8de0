/*
 * Inodes: from the disk, to the disk, and away.
 *
 * An inode is written (inode_write) within the operation that changes it. Times, and sizes of files
 * whose data is still on its way, may wait: then the inode is in the list of dirty ones, which the
 * flusher goes through. What is written as the size is disk_size: data first, then the size that
 * tells of it.
 */
#include "internal.h"

static struct kmem_cache *inode_cache;

void ditto_inode_init_cache(void)
{
	inode_cache = kmem_cache_create("dittofs_inode", sizeof(struct ditto_inode), 0);
}

struct inode *ditto_alloc_inode(struct super_block *sb)
{
	struct ditto_inode *di = kmem_cache_alloc(inode_cache, GFP_KERNEL | GFP_ZERO);

	if (!di)
		return NULL;
	mutex_init(&di->map_lock, "map_lock", RANK_BLOCK);
	INIT_LIST_HEAD(&di->dirty_link);
	return &di->vfs;
}

void ditto_free_inode(struct inode *inode)
{
	if (DITTO_I(inode)->table)
		put_page(DITTO_I(inode)->table);
	kmem_cache_free(inode_cache, DITTO_I(inode));
}

static u32 table_block(const struct ditto_sb *ds, u32 ino)
{
	return ds->geo.inode_table + ino / DITTOFS_INODES_PER_BLOCK;
}

/*
 * Where the inode lies in its block, which is held as long as the inode is in memory: writing it
 * cannot fail.
 */
static struct dittofs_inode *on_disk(const struct ditto_inode *di)
{
	return (struct dittofs_inode *)page_address(di->table) + di->vfs.i_ino % DITTOFS_INODES_PER_BLOCK;
}

/* ---- Times ---- */

static s64 join_time(s64 sec, u32 nsec)
{
	const s64 max = 0x7fffffffffffffffll / 1000000000 - 1;

	if (sec < 0)
		return 0;
	return min(sec, max) * 1000000000 + min(nsec, 999999999u);
}

static s64 split_time(s64 ns, u32 *nsec)
{
	u32 rest = 0;
	s64 sec;

	if (ns < 0) {
		*nsec = 0;
		return 0;
	}
	sec = div_u64(ns, 1000000000, &rest);
	*nsec = rest;
	return sec;
}

/* ---- From the disk ---- */

static void set_operations(struct inode *inode)
{
	switch (inode->i_mode & S_IFMT) {
	case S_IFREG:
		inode->i_op = &ditto_file_iops;
		inode->i_fop = &ditto_file_fops;
		inode->i_data.a_ops = &ditto_aops;
		break;
	case S_IFDIR:
		inode->i_op = &ditto_dir_iops;
		inode->i_fop = &ditto_dir_fops;
		break;
	case S_IFLNK:
		inode->i_op = &ditto_symlink_iops;
		break;
	default:
		inode->i_op = &ditto_special_iops;
		init_special_inode(inode, inode->i_mode, inode->i_rdev);
	}
}

static bool mode_valid(u32 mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
	case S_IFDIR:
	case S_IFLNK:
	case S_IFCHR:
	case S_IFBLK:
	case S_IFIFO:
	case S_IFSOCK:
		return !(mode & ~(S_IFMT | 07777));
	}
	return false;
}

static int fill_inode(struct inode *inode)
{
	struct ditto_inode *di = DITTO_I(inode);
	struct ditto_sb *ds = DITTO_SB(inode->i_sb);
	const struct dittofs_inode *raw = on_disk(di);

	if (!mode_valid(raw->mode) || raw->size > DITTOFS_MAX_SIZE || raw->blocks > ds->geo.nr_blocks ||
	    (S_ISDIR(raw->mode) && (raw->size % DITTOFS_BLOCK_SIZE || raw->size / DITTOFS_BLOCK_SIZE > raw->blocks)) ||
	    (S_ISLNK(raw->mode) && raw->size >= DITTOFS_BLOCK_SIZE))
		return ditto_corrupt(ds, "inode", inode->i_ino);
	inode->i_mode = raw->mode;
	inode->i_nlink = raw->nlink;
	inode->i_uid = raw->uid;
	inode->i_gid = raw->gid;
	inode->i_rdev = raw->rdev;
	inode->i_size = raw->size;
	inode->i_atime = join_time(raw->atime, raw->atime_nsec);
	inode->i_mtime = join_time(raw->mtime, raw->mtime_nsec);
	inode->i_ctime = join_time(raw->ctime, raw->ctime_nsec);
	memcpy(di->target, raw->target, sizeof(di->target));
	di->blocks = raw->blocks;
	count_blocks(di);
	di->disk_size = raw->size;
	di->generation = raw->generation;
	di->flags = raw->flags;
	set_operations(inode);
	return 0;
}

struct inode *ditto_iget(struct super_block *sb, u32 ino)
{
	struct ditto_sb *ds = DITTO_SB(sb);
	struct inode *inode;
	struct page *page;
	int err;

	if (!ino || ino >= ds->geo.nr_inodes)
		return ERR_PTR(ditto_corrupt(ds, "a name's inode is none", ino));
	inode = iget_locked(sb, ino);
	if (!inode)
		return ERR_PTR(-ENOMEM);
	if (!(inode->i_state & I_NEW))
		return inode;
	page = meta_read(ds, table_block(ds, ino));
	if (IS_ERR(page)) {
		err = PTR_ERR(page);
	} else {
		DITTO_I(inode)->table = page;
		err = fill_inode(inode);
	}
	if (err) {
		iget_failed(inode);
		return ERR_PTR(err);
	}
	unlock_new_inode(inode);
	return inode;
}

/* ---- To the disk ---- */

void inode_write(struct log_op *op, struct inode *inode)
{
	struct ditto_inode *di = DITTO_I(inode);
	struct dittofs_inode *raw = on_disk(di);

	mutex_lock(&di->map_lock);
	raw->mode = inode->i_mode;
	raw->nlink = inode->i_nlink;
	raw->uid = inode->i_uid;
	raw->gid = inode->i_gid;
	raw->size = di->disk_size;
	raw->blocks = di->blocks;
	raw->rdev = inode->i_rdev;
	raw->generation = di->generation;
	raw->flags = di->flags;
	raw->atime = split_time(inode->i_atime, &raw->atime_nsec);
	raw->mtime = split_time(inode->i_mtime, &raw->mtime_nsec);
	raw->ctime = split_time(inode->i_ctime, &raw->ctime_nsec);
	memcpy(raw->target, di->target, sizeof(raw->target));
	mutex_unlock(&di->map_lock);
	count_blocks(di);
	log_dirty(op, di->table);
}

void inode_write_settled(struct log_op *op, struct inode *inode)
{
	struct ditto_inode *di = DITTO_I(inode);

	/* A writer makes its page dirty before it moves the size. */
	mutex_lock(&di->map_lock);
	if ((u64)i_size_read(inode) > di->disk_size && S_ISREG(inode->i_mode)) {
		u64 size = i_size_read(inode);

		smp_rmb();
		if (!READ_ONCE(inode->i_data.nrdirty))
			di->disk_size = size;
	}
	mutex_unlock(&di->map_lock);
	inode_write(op, inode);
}

/* The number is free again; its generation stays. */
static void free_on_disk(struct log_op *op, struct inode *inode)
{
	struct ditto_inode *di = DITTO_I(inode);
	struct dittofs_inode *raw = on_disk(di);

	memset(raw, 0, sizeof(*raw));
	raw->generation = di->generation;
	log_dirty(op, di->table);
	ifree(op, inode->i_ino);
}

void ditto_discard_inode(struct log_op *op, struct inode *inode)
{
	if (DITTO_I(inode)->table)
		free_on_disk(op, inode);
	else if (inode->i_ino)
		ifree(op, inode->i_ino);
	DITTO_I(inode)->unborn = true;
	iput(inode);
}

struct inode *ditto_new_inode(struct log_op *op, struct inode *dir, mode_t mode, dev_t rdev, unsigned int nlink)
{
	struct inode *inode = new_inode(dir->i_sb);
	struct page *page;
	int err = -ENOSPC;

	if (!inode)
		return ERR_PTR(-ENOMEM);
	inode->i_ino = ialloc(op);
	if (!inode->i_ino)
		goto fail;
	page = meta_read(op->ds, table_block(op->ds, inode->i_ino));
	if (IS_ERR(page)) {
		err = PTR_ERR(page);
		goto fail;
	}
	DITTO_I(inode)->table = page;
	DITTO_I(inode)->generation = on_disk(DITTO_I(inode))->generation + 1;
	memset(on_disk(DITTO_I(inode)), 0, sizeof(struct dittofs_inode));
	inode_init_owner(inode, dir, mode);
	inode->i_nlink = nlink;
	inode->i_rdev = rdev;
	set_operations(inode);
	inode_write(op, inode);
	return inode;
fail:
	ditto_discard_inode(op, inode);
	return ERR_PTR(err);
}

/* ---- Dirty inodes ---- */

void ditto_dirty_inode(struct inode *inode)
{
	struct ditto_sb *ds = DITTO_SB(inode->i_sb);
	struct ditto_inode *di = DITTO_I(inode);
	bool first;

	if (READ_ONCE(di->dirty))
		return;
	spin_lock(&ds->dirty_lock);
	first = list_empty(&ds->dirty_inodes);
	if (!di->dirty) {
		WRITE_ONCE(di->dirty, true);
		list_add_tail(&di->dirty_link, &ds->dirty_inodes);
	}
	spin_unlock(&ds->dirty_lock);
	if (first)
		wake_up(&ds->flush_wait);
}

bool inode_clean(struct ditto_inode *di)
{
	struct ditto_sb *ds = DITTO_SB(di->vfs.i_sb);
	bool was;

	if (!READ_ONCE(di->dirty))
		return false;
	spin_lock(&ds->dirty_lock);
	was = di->dirty;
	if (was) {
		list_del_init(&di->dirty_link);
		WRITE_ONCE(di->dirty, false);
	}
	spin_unlock(&ds->dirty_lock);
	return was;
}

/* ---- The end of an inode ---- */

/*
 * Its last name is gone: blocks, then the inode itself. If the log is broken, a mount will do
 * it.
 */
static void delete_inode(struct inode *inode)
{
	struct ditto_inode *di = DITTO_I(inode);
	struct log_op op;

	i_size_write(inode, 0);
	di->disk_size = 0;
	if (di->blocks && truncate_blocks(di, 0))
		return;
	if (log_begin(&op, DITTO_SB(inode->i_sb), INODE_CREDITS + 4))
		return;
	orphan_remove(&op, di);
	free_on_disk(&op, inode);
	log_end(&op);
}

/* A short symbolic link, or a device, has no blocks behind its pointers. */
static bool has_blocks(const struct inode *inode)
{
	return S_ISREG(inode->i_mode) || S_ISDIR(inode->i_mode) ||
	       (S_ISLNK(inode->i_mode) && inode->i_size > DITTOFS_FAST_SYMLINK_MAX);
}

static void write_dirty_inode(struct inode *inode)
{
	struct log_op op;

	filemap_write(&inode->i_data, 0, ~0ul);
	filemap_wait(&inode->i_data);
	if (log_begin(&op, DITTO_SB(inode->i_sb), INODE_CREDITS))
		return;
	inode_write_settled(&op, inode);
	log_end(&op);
}

void ditto_evict_inode(struct inode *inode)
{
	struct ditto_inode *di = DITTO_I(inode);
	bool dirty = inode_clean(di);

	if (dirty && inode->i_nlink && !di->unborn)
		write_dirty_inode(inode);
	truncate_pages(&inode->i_data, 0);
	inode_clean(di);
	if (inode->i_nlink || di->unborn)
		return;
	if (!has_blocks(inode))
		di->blocks = 0;
	delete_inode(inode);
}
