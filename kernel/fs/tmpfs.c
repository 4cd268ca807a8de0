/*
 * tmpfs: files in memory only. A file's contents are its pages in the page cache, a directory's are its dentries,
 * each pinned by one reference; nothing is stored anywhere else. So a name that is not in the name cache
 * does not exist, and look-up has nothing to do.
 *
 * What it may hold is limited, since nothing of it can be taken back: so many pages (of contents, or of a
 * long symbolic link's text), and so many entries. A mount's options say how many (size=, nr_inodes=), else as
 * many as half of the memory has pages, of each.
 *
 * A directory's entries carry rising numbers (d_fsdata), in the order of the list of children: a position
 * in the directory stays good while others are added and removed.
 */
#include "internal.h"
#include <abi/statfs.h>
#include <kernel/div.h>
#include <kernel/err.h>
#include <kernel/filemap.h>
#include <kernel/page_alloc.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/task.h>

#define TMPFS_MAGIC  0x01021994
#define FIRST_COOKIE 2	 /* after "." and ".." */
#define DIRENT_COST  20	 /* what an entry adds to its directory's size */
#define SHORT_LINK   128 /* the text of a link from here on counts as a page */

struct tmpfs {
	atomic_long_t pages;  /* in use */
	long max_pages;	      /* how many may be */
	atomic_long_t inodes; /* each name is one, or each inode that has none any more */
	long max_inodes;
	atomic_long_t next_ino;
	struct spinlock blocks_lock; /* rank MAPPING: i_blocks, for page faults hold no inode's lock */
};

static struct tmpfs *tmpfs_of(const struct inode *inode)
{
	return inode->i_sb->s_fs_info;
}

static const struct inode_operations file_iops, dir_iops, link_iops, special_iops;
static const struct file_operations file_fops, dir_fops;

/* ---- Limits ---- */

/* One more of what count counts; false: that would be too many. */
static bool charge(atomic_long_t *count, long max)
{
	if (atomic_long_add_return(1, count) <= max)
		return true;
	atomic_long_dec(count);
	return false;
}

static void add_blocks(struct inode *inode, long pages)
{
	struct tmpfs *fs = tmpfs_of(inode);

	spin_lock(&fs->blocks_lock);
	inode->i_blocks += pages * (long)(PAGE_SIZE / 512);
	spin_unlock(&fs->blocks_lock);
}

/* ---- Pages ---- */

/* page->private: 1, this page is counted. */
static int tmpfs_write_begin(struct address_space *mapping, struct page *page, unsigned int from, unsigned int to)
{
	struct tmpfs *fs = tmpfs_of(mapping->host);
	char *data = page_address(page);

	if (!page->private) {
		if (!charge(&fs->pages, fs->max_pages))
			return -ENOSPC;
		page->private = 1;
		add_blocks(mapping->host, 1);
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
		add_blocks(mapping->host, -1);
	}
}

static const struct address_space_operations tmpfs_aops = {
	.write_begin = tmpfs_write_begin,
	.invalidate_page = tmpfs_invalidate_page,
};

/* A hole that is mapped becomes a page like any other. 0, -ENOSPC, -ENOMEM. */
static int fill_hole(struct inode *inode, unsigned long index)
{
	struct tmpfs *fs = tmpfs_of(inode);
	struct page *page;

	if (!charge(&fs->pages, fs->max_pages))
		return -ENOSPC;
	page = grab_page(&inode->i_data, index);
	if (!page || page->private) {
		atomic_long_dec(&fs->pages);
	} else {
		page->private = 1;
		add_blocks(inode, 1);
	}
	if (!page)
		return -ENOMEM;
	if (!page_test_flag(page, PG_uptodate)) {
		clear_page(page_address(page));
		page_set_flag(page, PG_uptodate);
	}
	unlock_page(page);
	put_page(page);
	return 0;
}

static vm_fault_t tmpfs_fault(struct vm_fault *vmf)
{
	struct inode *inode = vmf->vma->vm_file->f_inode;
	struct page *page = find_get_page(&inode->i_data, vmf->pgoff);
	int err = 0;

	if (page)
		put_page(page);
	else if (((loff_t)vmf->pgoff << PAGE_SHIFT) < i_size_read(inode))
		err = fill_hole(inode, vmf->pgoff);
	if (err)
		return err == -ENOMEM ? VM_FAULT_OOM : VM_FAULT_SIGBUS;
	return filemap_fault(vmf);
}

static const struct vm_operations tmpfs_vm_ops = { .fault = tmpfs_fault };

static int tmpfs_mmap(struct file *file, struct vm_area_struct *vma)
{
	int err = generic_file_mmap(file, vma);

	if (!err)
		vma->vm_ops = &tmpfs_vm_ops;
	return err;
}

static int tmpfs_truncate(struct inode *inode, loff_t size)
{
	i_size_write(inode, size);
	truncate_pages(&inode->i_data, size);
	inode->i_mtime = inode->i_ctime = current_time_ns();
	return 0;
}

/* ---- Holes: pages that are not there ---- */

/* What lies in [off, end) becomes zero; whole pages of it go, unless they are mapped. */
static void punch(struct inode *inode, loff_t off, loff_t end)
{
	struct address_space *mapping = &inode->i_data;
	unsigned long index = (u64)off >> PAGE_SHIFT, last = (u64)(end - 1) >> PAGE_SHIFT;
	struct page *page;

	for (; (page = find_cached_page(mapping, &index)) && index <= last; index++) {
		loff_t start = (loff_t)index << PAGE_SHIFT;
		unsigned int from = max(off, start) - start;
		unsigned int to = min(end - start, (loff_t)PAGE_SIZE);

		lock_page(page);
		memset((char *)page_address(page) + from, 0, to - from);
		if (to - from == PAGE_SIZE && page_count(page) == 2) /* the cache's reference and ours */
			discard_page(mapping, page);
		else
			unlock_page(page);
		put_page(page);
		cond_resched();
	}
	if (page)
		put_page(page);
}

/* What it has got stays on -ENOSPC. */
static int allocate(struct inode *inode, loff_t off, loff_t end)
{
	unsigned long index = (u64)off >> PAGE_SHIFT, last = (u64)(end - 1) >> PAGE_SHIFT;
	int err = 0;

	if (last - index >= (unsigned long)tmpfs_of(inode)->max_pages)
		return -ENOSPC;
	for (; index <= last && !err; index++) {
		err = fatal_signal_pending(current) ? -EINTR : fill_hole(inode, index);
		cond_resched();
	}
	return err;
}

static int tmpfs_fallocate(struct inode *inode, int mode, loff_t off, loff_t len)
{
	int err = 0;

	if (mode & FALLOC_FL_PUNCH_HOLE)
		punch(inode, off, off + len);
	else
		err = allocate(inode, off, off + len);
	if (!err && !(mode & FALLOC_FL_KEEP_SIZE) && off + len > inode->i_size)
		i_size_write(inode, off + len);
	inode->i_mtime = inode->i_ctime = current_time_ns();
	return err;
}

static s64 find_change(struct inode *inode, unsigned long index, unsigned long end, bool hole)
{
	for (; index < end; index++) {
		unsigned long next = index;
		struct page *page = find_cached_page(&inode->i_data, &next);

		if (page)
			put_page(page);
		if (!hole)
			return page ? min(next, end) : end;
		if (!page || next != index)
			return index;
		cond_resched();
	}
	return end;
}

static loff_t tmpfs_llseek(struct file *file, loff_t offset, int whence)
{
	return llseek_with_holes(file, offset, whence, find_change);
}

/* ---- Inodes ---- */

struct inode *tmpfs_new_inode(struct super_block *sb, const struct inode *dir, mode_t mode, dev_t dev)
{
	struct tmpfs *fs = sb->s_fs_info;
	struct inode *inode;

	if (!charge(&fs->inodes, fs->max_inodes))
		return ERR_PTR(-ENOSPC);
	inode = new_inode(sb);
	if (!inode) {
		atomic_long_dec(&fs->inodes);
		return ERR_PTR(-ENOMEM);
	}
	inode->i_ino = atomic_long_inc_return(&fs->next_ino);
	inode_init_owner(inode, dir, mode);
	inode->i_data.a_ops = &tmpfs_aops;
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
	if (S_ISLNK(inode->i_mode)) {
		kfree(inode->i_private);
		if (inode->i_size >= SHORT_LINK)
			atomic_long_dec(&tmpfs_of(inode)->pages);
	}
	i_size_write(inode, 0);
	if (inode->i_data.nrpages)
		truncate_pages(&inode->i_data, 0);
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

static int tmpfs_fsync(struct file *file, bool datasync)
{
	return 0;
}

static const struct inode_operations file_iops = {
	.truncate = tmpfs_truncate,
	.fallocate = tmpfs_fallocate,
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
	.llseek = tmpfs_llseek,
	.mmap = tmpfs_mmap,
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
	st->f_files = fs->max_inodes;
	st->f_ffree = fs->max_inodes - atomic_long_read(&fs->inodes);
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

/* A number with k, m, g or % (of the memory) behind it, then the end of the option: bytes. False: it is none. */
static bool parse_size(const char *text, char **end, u64 *size)
{
	static const char units[] = "kmg";
	const char *unit;
	u32 rest;

	if (*text < '0' || *text > '9')
		return false;
	*size = strtoul(text, end, 10);
	if (**end == '%') {
		*size = div_u64(*size * nr_total_pages(), 100, &rest) * PAGE_SIZE;
		++*end;
	} else if (**end && (unit = strchr(units, **end | 0x20))) {
		*size <<= 10 * (unit - units + 1);
		++*end;
	}
	return !**end || **end == ',';
}

/* The options of a mount, "size=4m,nr_inodes=1k,mode=700": -EINVAL. */
static int parse_options(struct tmpfs *fs, mode_t *mode, const char *data)
{
	u64 value, pages;
	char *end;

	for (; data && *data; data = *end ? end + 1 : end) {
		if (!strncmp(data, "size=", 5) && parse_size(data + 5, &end, &value)) {
			pages = (value + PAGE_SIZE - 1) >> PAGE_SHIFT;
			if (pages && pages < nr_total_pages()) /* 0: no limit but the memory */
				fs->max_pages = pages;
			else
				fs->max_pages = nr_total_pages();
		} else if (!strncmp(data, "nr_inodes=", 10) && parse_size(data + 10, &end, &value)) {
			fs->max_inodes = value && value < nr_total_pages() ? value : nr_total_pages();
		} else if (!strncmp(data, "mode=", 5)) {
			*mode = strtoul(data + 5, &end, 8);
			if (end == data + 5 || (*end && *end != ',') || *mode > 07777)
				return -EINVAL;
		} else {
			return -EINVAL;
		}
	}
	return 0;
}

int tmpfs_fill_super(struct super_block *sb, dev_t dev, const char *data)
{
	struct tmpfs *fs = kzalloc(sizeof(*fs), GFP_KERNEL);
	mode_t mode = S_ISVTX | 0777;
	struct inode *root;
	int err;

	if (!fs)
		return -ENOMEM;
	fs->max_pages = fs->max_inodes = nr_total_pages() / 2;
	spin_lock_init(&fs->blocks_lock, "tmpfs", RANK_MAPPING);
	sb->s_fs_info = fs;
	sb->s_op = &tmpfs_sops;
	sb->s_blocksize = PAGE_SIZE;
	err = parse_options(fs, &mode, data);
	if (err)
		goto free_fs;
	root = tmpfs_new_inode(sb, NULL, S_IFDIR | mode, 0);
	err = PTR_ERR(root);
	if (IS_ERR(root))
		goto free_fs;
	sb->s_root = d_make_root(sb, root);
	if (sb->s_root)
		return 0;
	err = -ENOMEM;
free_fs:
	kfree(fs);
	return err;
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
