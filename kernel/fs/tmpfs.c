/*
 * tmpfs: files in memory only. A file's contents are its pages in the page cache, a directory's are its dentries,
 * each pinned by one reference; nothing is stored anywhere else. So a name that is not in the name cache
 * does not exist, and look-up has nothing to do.
 *
 * A directory's entries carry rising numbers (d_fsdata), in the order of the list of children: a position
 * in the directory stays good while others are added and removed.
 */
#include "internal.h"
#include <abi/statfs.h>
#include <kernel/err.h>
#include <kernel/filemap.h>
#include <kernel/page_alloc.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/task.h>

#define TMPFS_MAGIC  0x01021994
#define FIRST_COOKIE 2	/* after "." and ".." */
#define DIRENT_COST  20 /* what an entry adds to its directory's size */

struct tmpfs {
	atomic_long_t pages;	/* in use */
	long max_pages;		/* how many may be */
	atomic_long_t inodes;
	atomic_long_t next_ino;
};

static struct tmpfs *tmpfs_of(const struct inode *inode)
{
	return inode->i_sb->s_fs_info;
}

static const struct inode_operations file_iops, dir_iops, link_iops, special_iops;
static const struct file_operations file_fops, dir_fops;

/* ---- Pages: counted, and no more than half of memory ---- */

/* page->private: 1, this page is counted. */
static int tmpfs_write_begin(struct address_space *mapping, struct page *page, unsigned int from, unsigned int to)
{
	struct tmpfs *fs = tmpfs_of(mapping->host);
	char *data = page_address(page);

	if (!page->private) {
		if (atomic_long_add_return(1, &fs->pages) > fs->max_pages) {
			atomic_long_dec(&fs->pages);
			return -ENOSPC;
		}
		page->private = 1;
		mapping->host->i_blocks += PAGE_SIZE / 512;
	}
	if (!page_test_flag(page, PG_uptodate)) {
		memset(data, 0, from);
		memset(data + to, 0, PAGE_SIZE - to);
	}
	return 0;
}

static void tmpfs_invalidate_page(struct address_space *mapping, struct page *page)
{
	if (page->private) {
		page->private = 0;
		atomic_long_dec(&tmpfs_of(mapping->host)->pages);
		mapping->host->i_blocks -= PAGE_SIZE / 512;
	}
}

static const struct address_space_operations tmpfs_aops = {
	.write_begin = tmpfs_write_begin,
	.invalidate_page = tmpfs_invalidate_page,
};

static int tmpfs_truncate(struct inode *inode, loff_t size)
{
	i_size_write(inode, size);
	truncate_pages(&inode->i_data, size);
	inode->i_mtime = inode->i_ctime = current_time_ns();
	return 0;
}

/* ---- Inodes ---- */

static struct inode *tmpfs_new_inode(struct super_block *sb, mode_t mode, dev_t dev)
{
	struct tmpfs *fs = sb->s_fs_info;
	struct inode *inode = new_inode(sb);

	if (!inode)
		return NULL;
	inode->i_ino = atomic_long_inc_return(&fs->next_ino);
	inode->i_mode = mode;
	inode->i_data.a_ops = &tmpfs_aops;
	atomic_long_inc(&fs->inodes);
	switch (mode & S_IFMT) {
	case S_IFREG:
		inode->i_op = &file_iops;
		inode->i_fop = &file_fops;
		break;
	case S_IFDIR:
		inode->i_op = &dir_iops;
		inode->i_fop = &dir_fops;
		inode->i_nlink = 2;
		inode->i_private = (void *)FIRST_COOKIE;
		break;
	case S_IFLNK:
		inode->i_op = &link_iops;
		break;
	default:
		inode->i_op = &special_iops;
		init_special_inode(inode, mode, dev);
	}
	return inode;
}

static void tmpfs_evict_inode(struct inode *inode)
{
	i_size_write(inode, 0);
	if (inode->i_data.nrpages)
		truncate_pages(&inode->i_data, 0);
	if (S_ISLNK(inode->i_mode))
		kfree(inode->i_private);
	atomic_long_dec(&tmpfs_of(inode)->inodes);
}

/* ---- Entries ---- */

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
	struct inode *inode = tmpfs_new_inode(dir->i_sb, mode, dev);

	if (!inode)
		return -ENOMEM;
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
	size_t len = strlen(target);
	char *copy = kmalloc(len + 1, GFP_KERNEL);
	struct inode *inode;

	if (!copy)
		return -ENOMEM;
	inode = tmpfs_new_inode(dir->i_sb, S_IFLNK | 0777, 0);
	if (!inode) {
		kfree(copy);
		return -ENOMEM;
	}
	memcpy(copy, target, len + 1);
	inode->i_private = copy;
	inode->i_size = len;
	add_entry(dir, dentry, inode);
	return 0;
}

static int tmpfs_readlink(struct inode *inode, char *buf, size_t size)
{
	size_t len = min((size_t)inode->i_size, size);

	memcpy(buf, inode->i_private, len);
	return len;
}

static int tmpfs_link(struct inode *inode, struct inode *dir, struct dentry *dentry)
{
	ihold(inode);
	inode->i_nlink++;
	inode->i_ctime = current_time_ns();
	add_entry(dir, dentry, inode);
	return 0;
}

static int tmpfs_unlink(struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = dentry->d_inode;

	inode->i_nlink--;
	inode->i_ctime = current_time_ns();
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
		replaced->i_nlink = new_dirs ? 0 : replaced->i_nlink - 1;
		replaced->i_ctime = current_time_ns();
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

static int tmpfs_fsync(struct file *file, bool datasync)
{
	return 0;
}

static const struct inode_operations file_iops = {
	.truncate = tmpfs_truncate,
};

static const struct inode_operations special_iops;

static const struct inode_operations link_iops = {
	.readlink = tmpfs_readlink,
};

static const struct inode_operations dir_iops = {
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

static const struct file_operations file_fops = {
	.read = generic_file_read,
	.write = generic_file_write,
	.mmap = generic_file_mmap,
	.fsync = tmpfs_fsync,
};

static const struct file_operations dir_fops = {
	.readdir = tmpfs_readdir,
	.fsync = tmpfs_fsync,
};

/* ---- The file system ---- */

static int tmpfs_statfs(struct super_block *sb, struct statfs *st)
{
	struct tmpfs *fs = sb->s_fs_info;

	st->f_type = TMPFS_MAGIC;
	st->f_blocks = fs->max_pages;
	st->f_bfree = st->f_bavail = fs->max_pages - atomic_long_read(&fs->pages);
	st->f_files = fs->max_pages;
	st->f_ffree = fs->max_pages - atomic_long_read(&fs->inodes);
	return 0;
}

static void tmpfs_put_super(struct super_block *sb)
{
	kfree(sb->s_fs_info);
}

static const struct super_operations tmpfs_sops = {
	.evict_inode = tmpfs_evict_inode,
	.statfs = tmpfs_statfs,
	.put_super = tmpfs_put_super,
};

int tmpfs_fill_super(struct super_block *sb, dev_t dev, const char *data)
{
	struct tmpfs *fs = kzalloc(sizeof(*fs), GFP_KERNEL);
	struct inode *root;

	if (!fs)
		return -ENOMEM;
	fs->max_pages = nr_total_pages() / 2;
	sb->s_fs_info = fs;
	sb->s_op = &tmpfs_sops;
	sb->s_blocksize = PAGE_SIZE;
	root = tmpfs_new_inode(sb, S_IFDIR | S_ISVTX | 0777, 0);
	if (root)
		sb->s_root = d_make_root(sb, root);
	if (!sb->s_root) {
		kfree(fs);
		return -ENOMEM;
	}
	return 0;
}

static struct file_system_type tmpfs_type = {
	.name = "tmpfs",
	.nodev = true,
	.fill_super = tmpfs_fill_super,
};

void tmpfs_init(void)
{
	register_filesystem(&tmpfs_type);
}

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
