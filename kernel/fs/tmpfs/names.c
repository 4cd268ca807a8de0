/*
 * Names: the dentries of a directory are all there is of it.
 *
 * A directory's entries carry rising numbers (d_fsdata), in the order of the list of children: a position
 * in the directory stays good while others are added and removed.
 */
#include "internal.h"

#define DIRENT_COST 20 /* what an entry adds to its directory's size */

static void touch(struct inode *inode)
{
	inode->i_mtime = inode->i_ctime = current_time_ns();
}

static void number_entry(struct inode *dir, struct dentry *dentry)
{
	unsigned long cookie = (unsigned long)dir->i_private;

	dentry->d_fsdata = cookie;
	dir->i_private = (void *)(cookie + 1);
}

/* dentry names inode, whose reference is taken over, from now on. */
static void add_entry(struct inode *dir, struct dentry *dentry, struct inode *inode)
{
	number_entry(dir, dentry);
	d_instantiate(dentry, inode);
	d_pin(dentry);
	dir->i_size += DIRENT_COST;
	touch(dir);
}

static void remove_entry(struct inode *dir, struct dentry *dentry)
{
	d_unpin(dentry);
	dir->i_size -= DIRENT_COST;
	touch(dir);
}

static struct inode *tmpfs_lookup(struct inode *dir, struct dentry *dentry)
{
	return NULL;
}

static int tmpfs_mknod(struct inode *dir, struct dentry *dentry, mode_t mode, dev_t dev)
{
	struct inode *inode = tmpfs_new_inode(dir->i_sb, dir, mode, dev);

	if (IS_ERR(inode))
		return PTR_ERR(inode);
	add_entry(dir, dentry, inode);
	return 0;
}

static int tmpfs_create(struct inode *dir, struct dentry *dentry, mode_t mode)
{
	return tmpfs_mknod(dir, dentry, mode, 0);
}

static int tmpfs_mkdir(struct inode *dir, struct dentry *dentry, mode_t mode)
{
	int err = tmpfs_mknod(dir, dentry, mode, 0);

	if (!err)
		dir->i_nlink++;
	return err;
}

static int tmpfs_symlink(struct inode *dir, struct dentry *dentry, const char *target)
{
	struct tmpfs *fs = tmpfs_of(dir);
	size_t len = strlen(target);
	struct inode *inode;
	char *copy;
	int err;

	if (len >= SHORT_LINK && !charge(&fs->pages, fs->max_pages))
		return -ENOSPC;
	err = -ENOMEM;
	copy = kmalloc(len + 1, GFP_KERNEL);
	if (!copy)
		goto uncharge;
	inode = tmpfs_new_inode(dir->i_sb, dir, S_IFLNK | 0777, 0);
	err = PTR_ERR(inode);
	if (IS_ERR(inode))
		goto free_copy;
	memcpy(copy, target, len + 1);
	inode->i_private = copy;
	inode->i_size = len;
	add_entry(dir, dentry, inode);
	return 0;

free_copy:
	kfree(copy);
uncharge:
	if (len >= SHORT_LINK)
		atomic_long_dec(&fs->pages);
	return err;
}

static int tmpfs_readlink(struct inode *inode, char *buf, size_t size)
{
	size_t len = min((size_t)inode->i_size, size);

	memcpy(buf, inode->i_private, len);
	return len;
}

static int tmpfs_link(struct inode *inode, struct inode *dir, struct dentry *dentry)
{
	struct tmpfs *fs = tmpfs_of(inode);

	if (!charge(&fs->inodes, fs->max_inodes))
		return -ENOSPC;
	ihold(inode);
	inode->i_nlink++;
	inode->i_ctime = current_time_ns();
	add_entry(dir, dentry, inode);
	return 0;
}

/* One name of a file less. The last one's share in the limit goes with the inode. */
static void drop_link(struct inode *inode)
{
	if (--inode->i_nlink)
		atomic_long_dec(&tmpfs_of(inode)->inodes);
	inode->i_ctime = current_time_ns();
}

static int tmpfs_unlink(struct inode *dir, struct dentry *dentry)
{
	drop_link(dentry->d_inode);
	remove_entry(dir, dentry);
	return 0;
}

/* The first entry at or behind cookie in the list of children that begins at *link; dcache_lock is held. */
static struct dentry *__next_entry(struct dentry *dir, struct list_head *link, unsigned long cookie)
{
	for (; link != &dir->d_subdirs; link = link->next) {
		struct dentry *dentry = list_entry(link, struct dentry, d_child);

		if (dentry->d_flags & DCACHE_PINNED && dentry->d_fsdata >= cookie)
			return dentry;
	}
	return NULL;
}

static bool is_empty(struct dentry *dir)
{
	bool empty;

	spin_lock(&dcache_lock);
	empty = !__next_entry(dir, dir->d_subdirs.next, 0);
	spin_unlock(&dcache_lock);
	return empty;
}

static int tmpfs_rmdir(struct inode *dir, struct dentry *dentry)
{
	if (!is_empty(dentry))
		return -ENOTEMPTY;
	dentry->d_inode->i_nlink = 0;
	dir->i_nlink--;
	remove_entry(dir, dentry);
	return 0;
}

static int tmpfs_rename(struct inode *old_dir, struct dentry *old_dentry, struct inode *new_dir,
			struct dentry *new_dentry, unsigned int flags)
{
	struct inode *inode = old_dentry->d_inode, *replaced = new_dentry->d_inode;
	int old_dirs = S_ISDIR(inode->i_mode), new_dirs = replaced && S_ISDIR(replaced->i_mode);

	if (flags & RENAME_EXCHANGE) {
		old_dir->i_nlink += new_dirs;
		new_dir->i_nlink -= new_dirs;
	} else if (replaced) {
		if (new_dirs && !is_empty(new_dentry))
			return -ENOTEMPTY;
		if (new_dirs)
			new_dir->i_nlink--;
		if (new_dirs)
			replaced->i_nlink = 1; /* its own "." goes, too */
		drop_link(replaced);
		remove_entry(new_dir, new_dentry);
	}
	/* In this order they will be in the list of children. */
	number_entry(new_dir, old_dentry);
	if (flags & RENAME_EXCHANGE)
		number_entry(old_dir, new_dentry);
	old_dir->i_nlink -= old_dirs;
	new_dir->i_nlink += old_dirs;
	if (!(flags & RENAME_EXCHANGE)) {
		old_dir->i_size -= DIRENT_COST;
		new_dir->i_size += DIRENT_COST;
	}
	touch(old_dir);
	touch(new_dir);
	inode->i_ctime = current_time_ns();
	return 0;
}

/* The directory is locked: its entries stay, though other children of the dentry may come and go. */
static int tmpfs_readdir(struct file *file, struct dir_context *ctx)
{
	struct dentry *dir = file->f_dentry, *dentry, *next;
	bool room;

	if (!dir_emit_dots(file, ctx))
		return 0;
	spin_lock(&dcache_lock);
	dentry = __next_entry(dir, dir->d_subdirs.next, ctx->pos);
	spin_unlock(&dcache_lock);
	while (dentry) {
		struct inode *inode = dentry->d_inode;

		ctx->pos = dentry->d_fsdata;
		room = dir_emit(ctx, dentry->d_name, dentry->d_len, inode->i_ino, mode_to_dt(inode->i_mode));
		if (!room)
			return 0;
		ctx->pos = dentry->d_fsdata + 1;
		spin_lock(&dcache_lock);
		next = __next_entry(dir, dentry->d_child.next, ctx->pos);
		spin_unlock(&dcache_lock);
		dentry = next;
	}
	return 0;
}

const struct inode_operations tmpfs_link_iops = {
	.readlink = tmpfs_readlink,
};

const struct inode_operations tmpfs_dir_iops = {
	.lookup = tmpfs_lookup,
	.create = tmpfs_create,
	.mkdir = tmpfs_mkdir,
	.mknod = tmpfs_mknod,
	.symlink = tmpfs_symlink,
	.link = tmpfs_link,
	.unlink = tmpfs_unlink,
	.rmdir = tmpfs_rmdir,
	.rename = tmpfs_rename,
};

const struct file_operations tmpfs_dir_fops = {
	.readdir = tmpfs_readdir,
	.fsync = tmpfs_fsync,
};

/* ---- For devfs: entries that the kernel makes itself ---- */

int tmpfs_add_node(struct super_block *sb, const char *name, mode_t mode, dev_t dev, const char *target)
{
	struct dentry *root = sb->s_root, *dentry;
	struct inode *dir = root->d_inode;
	int err = -ENOMEM;

	mutex_lock(&dir->lock);
	dentry = d_alloc(root, name, strlen(name), name_hash(name, strlen(name)));
	if (dentry)
		err = target ? tmpfs_symlink(dir, dentry, target) : tmpfs_mknod(dir, dentry, mode, dev);
	mutex_unlock(&dir->lock);
	dput(dentry);
	return err;
}
