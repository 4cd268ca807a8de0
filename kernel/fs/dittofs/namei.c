/*
 * Operations on names. Each is one operation of the log: afterwards, and after any power cut, it
 * has happened whole or not at all. The VFS has checked what needs no disk, and holds the
 * directories' locks.
 *
 * What can fail, for want of space or memory or because the disk cannot be read, comes first:
 * entries that will change are looked up and held. Then come the changes, which cannot fail.
 */
#include "internal.h"

#define NAME_CREDITS (2 * BMAP_CREDITS + 2 * INODE_CREDITS)

/* dir has changed: its times, and the inode with them. */
static void touch_dir(struct log_op *op, struct inode *dir)
{
	dir->i_mtime = dir->i_ctime = current_time_ns();
	inode_write(op, dir);
}

static void change_links(struct log_op *op, struct inode *inode, int by)
{
	inode->i_nlink += by;
	inode->i_ctime = current_time_ns();
	if (!inode->i_nlink)
		orphan_add(op, DITTO_I(inode));
	inode_write(op, inode);
}

static int begin(struct log_op *op, struct inode *dir)
{
	return log_begin(op, DITTO_SB(dir->i_sb), NAME_CREDITS);
}

static struct inode *ditto_lookup(struct inode *dir, struct dentry *dentry)
{
	struct slot slot;
	int err = slot_find(dir, dentry->d_name, dentry->d_len, &slot);
	u32 ino;

	if (err)
		return err == -ENOENT ? NULL : ERR_PTR(err);
	ino = slot.de->inode;
	slot_put(&slot);
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
		return dir_init(op, inode, dir);
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
		err = dir_add(&op, dir, dentry->d_name, dentry->d_len, inode);
	if (err) {
		inode_write(&op, dir);
		undo_contents(&op, inode);
		ditto_discard_inode(&op, inode);
		goto out;
	}
	inode_write(&op, inode);
	if (S_ISDIR(mode))
		dir->i_nlink++;
	touch_dir(&op, dir);
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
	err = dir_add(&op, dir, dentry->d_name, dentry->d_len, inode);
	if (!err) {
		change_links(&op, inode, 1);
		touch_dir(&op, dir);
	} else {
		inode_write(&op, dir);
	}
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
	struct slot slot;
	int err;

	err = slot_find(dir, dentry->d_name, dentry->d_len, &slot);
	if (err)
		return err;
	err = begin(&op, dir);
	if (!err) {
		slot_remove(&op, dir, &slot);
		change_links(&op, inode, -links);
		if (S_ISDIR(inode->i_mode))
			dir->i_nlink--;
		touch_dir(&op, dir);
		log_end(&op);
	}
	slot_put(&slot);
	return err;
}

static int ditto_unlink(struct inode *dir, struct dentry *dentry)
{
	return remove_name(dir, dentry, 1);
}

static int must_be_empty(struct inode *dir)
{
	int ret = dir_is_empty(dir);

	return ret < 0 ? ret : ret ? 0
				   : -ENOTEMPTY;
}

static int ditto_rmdir(struct inode *dir, struct dentry *dentry)
{
	int err = must_be_empty(dentry->d_inode);

	return err ? err : remove_name(dir, dentry, dentry->d_inode->i_nlink);
}

/* ---- Renaming ---- */

/* The entries that a rename changes. */
struct move {
	struct inode *old_dir, *new_dir;
	struct dentry *old, *new;
	struct inode *inode, *target; /* what old is, and what new is, or NULL */
	struct slot old_slot, new_slot;
	struct slot dotdot, target_dotdot; /* of directories that get another parent */
};

/* ".." of a directory that moves. */
static int find_dotdot(const struct move *m, struct inode *inode, struct slot *slot)
{
	if (!inode || !S_ISDIR(inode->i_mode) || m->old_dir == m->new_dir)
		return 0;
	return slot_find(inode, "..", 2, slot);
}

static int find_entries(struct move *m, bool exchange)
{
	int err = slot_find(m->old_dir, m->old->d_name, m->old->d_len, &m->old_slot);

	if (!err && m->target)
		err = slot_find(m->new_dir, m->new->d_name, m->new->d_len, &m->new_slot);
	if (!err)
		err = find_dotdot(m, m->inode, &m->dotdot);
	if (!err && exchange)
		err = find_dotdot(m, m->target, &m->target_dotdot);
	return err;
}

static void put_entries(struct move *m)
{
	slot_put(&m->old_slot);
	slot_put(&m->new_slot);
	slot_put(&m->dotdot);
	slot_put(&m->target_dotdot);
}

/* A directory came from one directory into another. */
static void new_parent(struct log_op *op, struct slot *dotdot, struct inode *from, struct inode *to)
{
	if (!dotdot->page)
		return;
	slot_set(op, dotdot, to);
	from->i_nlink--;
	to->i_nlink++;
}

static void exchange(struct log_op *op, struct move *m)
{
	slot_set(op, &m->old_slot, m->target);
	slot_set(op, &m->new_slot, m->inode);
	new_parent(op, &m->dotdot, m->old_dir, m->new_dir);
	new_parent(op, &m->target_dotdot, m->new_dir, m->old_dir);
	m->target->i_ctime = current_time_ns();
	inode_write(op, m->target);
}

static int move(struct log_op *op, struct move *m)
{
	int err;

	if (m->target) {
		slot_set(op, &m->new_slot, m->inode);
	} else {
		err = dir_add(op, m->new_dir, m->new->d_name, m->new->d_len, m->inode);
		if (err) {
			inode_write(op, m->new_dir);
			return err;
		}
	}
	slot_remove(op, m->old_dir, &m->old_slot);
	new_parent(op, &m->dotdot, m->old_dir, m->new_dir);
	if (m->target && S_ISDIR(m->target->i_mode)) {
		m->new_dir->i_nlink--;
		change_links(op, m->target, -(int)m->target->i_nlink);
	} else if (m->target) {
		change_links(op, m->target, -1);
	}
	return 0;
}

static int try_rename(struct move *m, unsigned int flags)
{
	struct log_op op;
	int err = log_begin(&op, DITTO_SB(m->old_dir->i_sb), 2 * NAME_CREDITS);

	if (err)
		return err;
	if (flags & RENAME_EXCHANGE)
		exchange(&op, m);
	else
		err = move(&op, m);
	if (!err) {
		m->inode->i_ctime = current_time_ns();
		inode_write(&op, m->inode);
		touch_dir(&op, m->old_dir);
		touch_dir(&op, m->new_dir);
	}
	log_end(&op);
	return err;
}

static int ditto_rename(struct inode *old_dir, struct dentry *old, struct inode *new_dir, struct dentry *new,
			unsigned int flags)
{
	struct move m = {
		.old_dir = old_dir,
		.new_dir = new_dir,
		.old = old,
		.new = new,
		.inode = old->d_inode,
		.target = new->d_inode,
	};
	int err;

	if (flags & ~(RENAME_EXCHANGE | RENAME_NOREPLACE))
		return -EINVAL;
	if (S_ISDIR(m.inode->i_mode) && new_dir != old_dir && new_dir->i_nlink >= DITTOFS_LINK_MAX)
		return -EMLINK;
	if (m.target && S_ISDIR(m.target->i_mode) && !(flags & RENAME_EXCHANGE)) {
		err = must_be_empty(m.target);
		if (err)
			return err;
	}
	err = find_entries(&m, flags & RENAME_EXCHANGE);
	if (!err)
		err = try_rename(&m, flags);
	if (err == -ENOSPC && make_room(DITTO_SB(old_dir->i_sb)))
		err = try_rename(&m, flags);
	put_entries(&m);
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
