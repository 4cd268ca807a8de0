/*
 * Open files of dittofs: the page cache does the work; here is what only this file system knows
 * of it.
 */
#include "internal.h"

static ssize_t ditto_file_write(struct file *file, struct iov_iter *from, loff_t *pos)
{
	struct ditto_sb *ds = DITTO_SB(file->f_inode->i_sb);
	ssize_t n, done = 0;
	int err;

	/*
	 * Full? Perhaps only of promises, and of blocks that the log still guards. Between the
	 * rounds no lock is held.
	 */
	do {
		n = generic_file_write(file, from, pos);
		if (n > 0)
			done += n;
	} while (unlikely(from->count) && (n > 0 || n == -ENOSPC) && make_room(ds));
	if (!done)
		return n;
	if (file->f_flags & O_DSYNC) {
		err = ditto_fsync(file, true);
		if (err)
			return err;
	}
	return done;
}

int ditto_fsync(struct file *file, bool datasync)
{
	struct inode *inode = file->f_inode;
	struct ditto_sb *ds = DITTO_SB(inode->i_sb);
	struct log_op op;
	u64 sequence;
	int err, werr;

	if (ds->read_only)
		return 0;
	inode_clean(DITTO_I(inode));
	err = filemap_write(&inode->i_data, 0, ~0ul);
	werr = filemap_wait(&inode->i_data);
	if (!err)
		err = werr;
	werr = log_begin(&op, ds, INODE_CREDITS);
	if (werr)
		return werr;
	inode_write_settled(&op, inode);
	sequence = op.sequence;
	log_end(&op);
	werr = log_commit(ds, sequence);
	if (err == -ENOMEM)
		ditto_dirty_inode(inode);
	return err ? err : werr;
}

/*
 * The file becomes shorter. Its end moves first; should the power go, the list of orphans knows
 * that there is more to do.
 */
static int shrink(struct inode *inode, loff_t size)
{
	struct ditto_inode *di = DITTO_I(inode);
	struct ditto_sb *ds = DITTO_SB(inode->i_sb);
	struct log_op op;
	bool has_blocks;
	int err;

	err = log_begin(&op, ds, 2 * INODE_CREDITS);
	if (err)
		return err;
	mutex_lock(&di->map_lock);
	i_size_write(inode, size);
	if (di->disk_size > (u64)size)
		di->disk_size = size;
	has_blocks = di->blocks;
	mutex_unlock(&di->map_lock);
	if (has_blocks)
		orphan_add(&op, di);
	inode_write(&op, inode);
	log_end(&op);

	truncate_pages(&inode->i_data, size);
	if (!has_blocks) {
		mark_inode_dirty(inode); /* its size may have to wait for its data */
		return 0;
	}
	err = truncate_blocks(di, size_in_pages(size));
	if (!err)
		err = log_begin(&op, ds, 2 * INODE_CREDITS);
	if (err)
		return err;
	if (inode->i_nlink)
		orphan_remove(&op, di);
	di->flags &= ~DITTOFS_PREALLOC;
	inode_write(&op, inode);
	log_end(&op);
	mark_inode_dirty(inode);
	return 0;
}

int ditto_grow(struct inode *inode, loff_t size)
{
	struct ditto_inode *di = DITTO_I(inode);
	struct log_op op;
	int err;

	err = zero_tail(inode);
	if (!err) /* what was written before shall not come after the size that covers it */
		err = filemap_write(&inode->i_data, 0, ~0ul);
	if (!err)
		err = log_begin(&op, DITTO_SB(inode->i_sb), INODE_CREDITS);
	if (err)
		return err;
	mutex_lock(&di->map_lock);
	i_size_write(inode, size);
	di->disk_size = size;
	mutex_unlock(&di->map_lock);
	inode_write(&op, inode);
	log_end(&op);
	return 0;
}

int ditto_truncate(struct inode *inode, loff_t size)
{
	inode->i_mtime = inode->i_ctime = current_time_ns();
	if (size > inode->i_size)
		return ditto_grow(inode, size);
	if (size < inode->i_size || DITTO_I(inode)->flags & DITTOFS_PREALLOC)
		return shrink(inode, size);
	mark_inode_dirty(inode);
	return 0;
}

const struct inode_operations ditto_file_iops = {
	.truncate = ditto_truncate,
	.fallocate = ditto_fallocate,
};

const struct file_operations ditto_file_fops = {
	.open = generic_file_open,
	.read = generic_file_read,
	.write = ditto_file_write,
	.llseek = ditto_llseek,
	.mmap = generic_file_mmap,
	.fsync = ditto_fsync,
};

const struct file_operations ditto_dir_fops = {
	.readdir = ditto_readdir,
	.fsync = ditto_fsync,
};
