/*
 * tmpfs: files in memory only. A file's contents are its pages in the page cache, a directory's are its dentries,
 * each pinned by one reference; nothing is stored anywhere else. So a name that is not in the name cache
 * does not exist, and look-up has nothing to do.
 *
 * What it may hold is limited, since nothing of it can be taken back: so many pages (of contents, or of a
 * long symbolic link's text), and so many entries. A mount's options say how many (size=, nr_inodes=), else as
 * many as half of the memory has pages, of each.
 *
 *	super.c   the mount, its options and limits; inodes
 *	file.c    contents: pages and holes
 *	names.c   directories and symbolic links
 *	shmem.c   files without a name: memory that is shared
 */
#ifndef TMPFS_INTERNAL_H
#define TMPFS_INTERNAL_H

#include "../internal.h"
#include <kernel/filemap.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/task.h>

#define FIRST_COOKIE 2	 /* of a directory's entries, after "." and ".." */
#define SHORT_LINK   128 /* the text of a link from here on counts as a page */

struct tmpfs {
	atomic_long_t pages;  /* in use */
	long max_pages;	      /* how many may be */
	atomic_long_t inodes; /* each name is one, or each inode that has none any more */
	long max_inodes;
	atomic_long_t next_ino;
	struct spinlock blocks_lock; /* rank MAPPING: i_blocks, for page faults hold no inode's lock */
};

static inline struct tmpfs *tmpfs_of(const struct inode *inode)
{
	return inode->i_sb->s_fs_info;
}

/* One more of what count counts; false: that would be too many. */
static inline bool charge(atomic_long_t *count, long max)
{
	if (atomic_long_add_return(1, count) <= max)
		return true;
	atomic_long_dec(count);
	return false;
}

int tmpfs_fsync(struct file *file, bool datasync);

extern const struct address_space_operations tmpfs_aops; /* file.c */
extern const struct inode_operations tmpfs_file_iops;	 /* file.c */
extern const struct file_operations tmpfs_file_fops;	 /* file.c */
extern const struct inode_operations tmpfs_dir_iops;	 /* names.c */
extern const struct inode_operations tmpfs_link_iops;	 /* names.c */
extern const struct file_operations tmpfs_dir_fops;	 /* names.c */

#endif
