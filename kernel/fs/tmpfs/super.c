/* The mount: what it may hold, and the inodes that live in it. */
#include "internal.h"
#include <abi/statfs.h>
#include <kernel/div.h>
#include <kernel/page_alloc.h>

#define TMPFS_MAGIC 0x01021994

static const struct inode_operations special_iops; /* of nodes: they can do nothing */

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
		inode->i_op = &tmpfs_file_iops;
		inode->i_fop = &tmpfs_file_fops;
		break;
	case S_IFDIR:
		inode->i_op = &tmpfs_dir_iops;
		inode->i_fop = &tmpfs_dir_fops;
		inode->i_nlink = 2;
		inode->i_private = (void *)FIRST_COOKIE;
		break;
	case S_IFLNK:
		inode->i_op = &tmpfs_link_iops;
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
			pages = size_in_pages(value);
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
