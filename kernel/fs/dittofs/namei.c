/*
 * Operations on names. Each is one operation of the log: afterwards, and after any power cut, it has happened
 * whole or not at all. The VFS has checked what needs no disk, and holds the directories' locks.
 *
 * What can fail for want of space or memory comes first; what has been done when a later part fails, which then is
 * a disk that cannot be read, is undone as far as it can be.
 */
#include "internal.h"

#define NAME_CREDITS (2 * BMAP_CREDITS + 2 * INODE_CREDITS)

/* dir has changed: its times, and the inode with them. */
static int touch_dir(struct log_op *op, struct inode *dir)
{
	dir->i_mtime = dir->i_ctime = current_time_ns();
	return inode_write(op, dir);
}

static int change_links(struct log_op *op, struct inode *inode, int by)
{
	int err = 0;

	inode->i_nlink += by;
	inode->i_ctime = current_time_ns();
	if (!inode->i_nlink)
		err = orphan_add(op, DITTO_I(inode));
	return err ? err : inode_write(op, inode);
}

/* log_begin() for something that may need room on a full disk. */
static int begin(struct log_op *op, struct inode *dir)
{
	return log_begin(op, DITTO_SB(dir->i_sb), NAME_CREDITS);
}

static struct inode *ditto_lookup(struct inode *dir, struct dentry *dentry)
{
	s64 ino = dir_find(dir, dentry->d_name, dentry->d_len);

	if (ino <= 0)
		return ino ? ERR_PTR(ino) : NULL;
	return ditto_iget(dir->i_sb, ino);
}

/* ---- Making ---- */

/* The contents that a new inode has from the beginning. */
static int init_contents(struct log_op *op, struct inode *dir, struct inode *inode, const char *target)
{
	struct ditto_inode *di = DITTO_I(inode);
	struct page *page;
	size_t len;
	bool fresh;
	s64 block;

	if (S_ISDIR(inode->i_mode))
		return dir_init(op, inode, dir->i_ino);
	if (!target)
		return 0;
	len = strlen(target);
	if (len >= DITTOFS_BLOCK_SIZE)
		return -ENAMETOOLONG;
	inode->i_size = di->disk_size = len;
	if (len <= DITTOFS_FAST_SYMLINK_MAX) {
		memcpy(di->target, target, len + 1);
		return 0;
	}
	mutex_lock(&di->map_lock);
	block = bmap_alloc(op, di, 0, false, &fresh);
	mutex_unlock(&di->map_lock);
	if (block < 0)
		return block;
	page = meta_new(op->ds, block);
	if (IS_ERR(page))
		return PTR_ERR(page);
	memcpy(page_address(page), target, len);
	log_dirty(op, page);
	put_page(page);
	return 0;
}

/* Give back what init_contents() took: at most one block, which nobody has seen. */
static void undo_contents(struct log_op *op, struct inode *inode)
{
	struct ditto_inode *di = DITTO_I(inode);

	if (di->blocks && block_valid(op->ds, di->direct[0]))
		block_free(op, di->direct[0]);
	di->blocks = 0;
}

static int try_make(struct inode *dir, struct dentry *dentry, mode_t mode, dev_t dev, const char *target,
		    struct inode **out)
{
	struct inode *inode;
	struct log_op op;
	int err = begin(&op, dir);

	if (err)
		return err;
	inode = ditto_new_inode(&op, dir, mode, dev, S_ISDIR(mode) ? 2 : 1);
	if (IS_ERR(inode)) {
		err = PTR_ERR(inode);
		goto out;
	}
	err = init_contents(&op, dir, inode, target);
	if (!err)
		err = dir_add(&op, dir, dentry->d_name, dentry->d_len, inode->i_ino, mode);
	if (err) {
		undo_contents(&op, inode);
		ditto_discard_inode(&op, inode);
		goto out;
	}
	err = inode_write(&op, inode);
	if (S_ISDIR(mode))
		dir->i_nlink++;
	if (!err)
		err = touch_dir(&op, dir);
	*out = inode;
out:
	log_end(&op);
	return err;
}

static int make(struct inode *dir, struct dentry *dentry, mode_t mode, dev_t dev, const char *target)
{
	struct inode *inode = NULL;
	int err;

	if (S_ISDIR(mode) && dir->i_nlink >= DITTOFS_LINK_MAX)
		return -EMLINK;
	err = try_make(dir, dentry, mode, dev, target, &inode);
	if (err == -ENOSPC && make_room(DITTO_SB(dir->i_sb)))
		err = try_make(dir, dentry, mode, dev, target, &inode);
	if (err)
		return err;
	insert_inode_hash(inode);
	d_instantiate(dentry, inode);
	return 0;
}

static int ditto_create(struct inode *dir, struct dentry *dentry, mode_t mode)
{
	return make(dir, dentry, S_IFREG | (mode & 07777), 0, NULL);
}

static int ditto_mkdir(struct inode *dir, struct dentry *dentry, mode_t mode)
{
	return make(dir, dentry, S_IFDIR | (mode & 07777), 0, NULL);
}

static int ditto_mknod(struct inode *dir, struct dentry *dentry, mode_t mode, dev_t dev)
{
	return make(dir, dentry, mode, dev, NULL);
}

static int ditto_symlink(struct inode *dir, struct dentry *dentry, const char *target)
{
	return make(dir, dentry, S_IFLNK | 0777, 0, target);
}

static int try_link(struct inode *inode, struct inode *dir, struct dentry *dentry)
{
	struct log_op op;
	int err = begin(&op, dir);

	if (err)
		return err;
	err = dir_add(&op, dir, dentry->d_name, dentry->d_len, inode->i_ino, inode->i_mode);
	if (!err)
		err = change_links(&op, inode, 1);
	if (!err)
		err = touch_dir(&op, dir);
	log_end(&op);
	return err;
}

static int ditto_link(struct inode *inode, struct inode *dir, struct dentry *dentry)
{
	int err;

	if (inode->i_nlink >= DITTOFS_LINK_MAX)
		return -EMLINK;
	err = try_link(inode, dir, dentry);
	if (err == -ENOSPC && make_room(DITTO_SB(dir->i_sb)))
		err = try_link(inode, dir, dentry);
	if (err)
		return err;
	ihold(inode);
	d_instantiate(dentry, inode);
	return 0;
}

/* ---- Removing ---- */

static int remove_name(struct inode *dir, struct dentry *dentry, int links)
{
	struct inode *inode = dentry->d_inode;
	struct log_op op;
	int err = begin(&op, dir);

	if (err)
		return err;
	err = dir_remove(&op, dir, dentry->d_name, dentry->d_len);
	if (!err)
		err = change_links(&op, inode, -links);
	if (!err && S_ISDIR(inode->i_mode))
		dir->i_nlink--;
	if (!err)
		err = touch_dir(&op, dir);
	log_end(&op);
	return err;
}

static int ditto_unlink(struct inode *dir, struct dentry *dentry)
{
	return remove_name(dir, dentry, 1);
}

static int must_be_empty(struct inode *dir)
{
	int ret = dir_is_empty(dir);

	return ret < 0 ? ret : ret ? 0 : -ENOTEMPTY;
}

static int ditto_rmdir(struct inode *dir, struct dentry *dentry)
{
	int err = must_be_empty(dentry->d_inode);

	return err ? err : remove_name(dir, dentry, dentry->d_inode->i_nlink);
}

/* ---- Renaming ---- */

/* A directory came from one directory into another: its ".." and their link counts. */
static int new_parent(struct log_op *op, struct inode *inode, struct inode *from, struct inode *to)
{
	if (!S_ISDIR(inode->i_mode) || from == to)
		return 0;
	from->i_nlink--;
	to->i_nlink++;
	return dir_replace(op, inode, "..", 2, to->i_ino, S_IFDIR);
}

static int exchange(struct log_op *op, struct inode *old_dir, struct dentry *old, struct inode *new_dir,
		    struct dentry *new)
{
	struct inode *a = old->d_inode, *b = new->d_inode;
	int err;

	err = dir_replace(op, old_dir, old->d_name, old->d_len, b->i_ino, b->i_mode);
	if (!err)
		err = dir_replace(op, new_dir, new->d_name, new->d_len, a->i_ino, a->i_mode);
	if (!err)
		err = new_parent(op, a, old_dir, new_dir);
	if (!err)
		err = new_parent(op, b, new_dir, old_dir);
	return err;
}

static int move(struct log_op *op, struct inode *old_dir, struct dentry *old, struct inode *new_dir,
		struct dentry *new)
{
	struct inode *inode = old->d_inode, *victim = new->d_inode;
	int err;

	if (victim)
		err = dir_replace(op, new_dir, new->d_name, new->d_len, inode->i_ino, inode->i_mode);
	else
		err = dir_add(op, new_dir, new->d_name, new->d_len, inode->i_ino, inode->i_mode);
	if (!err)
		err = dir_remove(op, old_dir, old->d_name, old->d_len);
	if (!err)
		err = new_parent(op, inode, old_dir, new_dir);
	if (!err && victim && S_ISDIR(victim->i_mode)) {
		new_dir->i_nlink--;
		err = change_links(op, victim, -(int)victim->i_nlink);
	} else if (!err && victim) {
		err = change_links(op, victim, -1);
	}
	return err;
}

static int try_rename(struct inode *old_dir, struct dentry *old, struct inode *new_dir, struct dentry *new,
		      unsigned int flags)
{
	struct log_op op;
	int err = log_begin(&op, DITTO_SB(old_dir->i_sb), 2 * NAME_CREDITS);

	if (err)
		return err;
	if (flags & RENAME_EXCHANGE)
		err = exchange(&op, old_dir, old, new_dir, new);
	else
		err = move(&op, old_dir, old, new_dir, new);
	if (!err) {
		old->d_inode->i_ctime = current_time_ns();
		err = inode_write(&op, old->d_inode);
	}
	if (!err)
		err = touch_dir(&op, old_dir);
	if (!err && new_dir != old_dir)
		err = touch_dir(&op, new_dir);
	log_end(&op);
	return err;
}

static int ditto_rename(struct inode *old_dir, struct dentry *old, struct inode *new_dir, struct dentry *new,
			unsigned int flags)
{
	struct inode *inode = old->d_inode, *victim = new->d_inode;
	int err;

	if (flags & ~(RENAME_EXCHANGE | RENAME_NOREPLACE))
		return -EINVAL;
	if (S_ISDIR(inode->i_mode) && new_dir != old_dir && new_dir->i_nlink >= DITTOFS_LINK_MAX)
		return -EMLINK;
	if (victim && S_ISDIR(victim->i_mode) && !(flags & RENAME_EXCHANGE)) {
		err = must_be_empty(victim);
		if (err)
			return err;
	}
	err = try_rename(old_dir, old, new_dir, new, flags);
	if (err == -ENOSPC && make_room(DITTO_SB(old_dir->i_sb)))
		err = try_rename(old_dir, old, new_dir, new, flags);
	return err;
}

/* ---- Symbolic links ---- */

static int ditto_readlink(struct inode *inode, char *buf, size_t size)
{
	struct ditto_inode *di = DITTO_I(inode);
	size_t len = inode->i_size;
	struct page *page;
	s64 block;

	if (size > len)
		size = len;
	if (len <= DITTOFS_FAST_SYMLINK_MAX) {
		memcpy(buf, di->target, size);
		return size;
	}
	block = bmap(di, 0);
	if (block <= 0)
		return block ? block : -EIO;
	page = meta_read(DITTO_SB(inode->i_sb), block);
	if (IS_ERR(page))
		return PTR_ERR(page);
	memcpy(buf, page_address(page), size);
	put_page(page);
	return size;
}

const struct inode_operations ditto_dir_iops = {
	.lookup = ditto_lookup,
	.create = ditto_create,
	.mkdir = ditto_mkdir,
	.mknod = ditto_mknod,
	.symlink = ditto_symlink,
	.link = ditto_link,
	.unlink = ditto_unlink,
	.rmdir = ditto_rmdir,
	.rename = ditto_rename,
};

const struct inode_operations ditto_symlink_iops = {
	.readlink = ditto_readlink,
};

const struct inode_operations ditto_special_iops = {};
