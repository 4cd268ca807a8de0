/* What the files of this folder share among themselves. */
#ifndef FS_INTERNAL_H
#define FS_INTERNAL_H

#include <kernel/fs.h>

struct files_struct;
struct flock64;

/* ---- dcache.c ---- */

/* The hash of a name, one byte at a time from 0 on. */
static inline u32 name_hash_step(u32 hash, unsigned char c)
{
	return hash * 31 + c;
}

static inline u32 name_hash(const char *name, unsigned int len)
{
	u32 hash = 0;

	while (len--)
		hash = name_hash_step(hash, *name++);
	return hash;
}

void dcache_init(void);
/* The cached dentry, no reference taken, or NULL. dcache_lock is held. */
struct dentry *__d_lookup(struct dentry *dir, const char *name, unsigned int len, u32 hash);
/* A new dentry without inode, in parent's list but not found by look-up, with one reference; NULL. */
struct dentry *d_alloc(struct dentry *parent, const char *name, unsigned int len, u32 hash);
/* For an inode that is in no directory: a dentry in no tree; NULL. */
struct dentry *d_alloc_nameless(struct inode *inode);
/* Give an inode that lookup() found to its dentry; takes over the reference. -EIO: a directory that has a dentry
 * already, as on a damaged disk. */
int __must_check d_add(struct dentry *dentry, struct inode *inode);
/* The name is gone from its directory. */
void d_delete(struct dentry *dentry);
/* dentry takes the place of target, which is then as if deleted; or the two change places. */
void d_move(struct dentry *dentry, struct dentry *target);
void d_exchange(struct dentry *a, struct dentry *b);
/* Is dentry dir, or below it? dcache_lock is held. */
bool __is_below(const struct dentry *dentry, const struct dentry *dir);
bool is_below(const struct dentry *dentry, const struct dentry *dir);
/* For file systems whose directories live in the tree only: keep dentry until d_unpin(). */
void d_pin(struct dentry *dentry);
void d_unpin(struct dentry *dentry);
/* Does anybody hold a dentry below root, or root itself more than once? dcache_lock is held. */
bool __tree_busy(struct dentry *root);
/* Throw out all unused dentries of sb; pinned ones too when it is being unmounted. */
void dcache_shrink_sb(struct super_block *sb);
void dcache_destroy_tree(struct super_block *sb);
/* Unused dentries of all file systems: up to nr go, how many did. */
unsigned long dcache_prune(unsigned long nr);

static inline struct dentry *__dget(struct dentry *dentry)
{
	atomic_inc(&dentry->d_count);
	return dentry;
}

/* ---- dittofs/ ---- */
void dittofs_init(void);

/* ---- inode.c ---- */

void inode_init(void);
/* i_mode of a fresh inode is set: a directory's lock has another rank. */
void inode_init_lock(struct inode *inode);

/* ---- path.c ---- */

/* The dentry of a name in dir, cached or asked of the file system; d_inode NULL: there is none. dir's inode lock
 * is held. With a reference, or ERR_PTR. */
struct dentry *lookup_in(struct dentry *dir, const char *name, unsigned int len, u32 hash);

/* ---- locks.c ---- */

/* The F_*LK commands of fcntl; user has what a struct flock has on a machine with longs of 64 bits. */
long fcntl_lock(struct file *file, unsigned int cmd, struct flock64 __user *user);
/* A process closes a descriptor of file; the last one of it is closed. Call them if the inode has locks. */
void locks_remove_posix(struct file *file, const struct files_struct *files);
void locks_remove_file(struct file *file);

/* ---- others ---- */

extern const struct file_operations fifo_fops;	 /* pipe.c */
extern const struct file_operations chrdev_fops; /* devfs.c */
extern const struct file_operations empty_fops;	 /* open.c: an inode that cannot be opened */

/* The text of a symbolic link that has one; see i_op->readlink. */
static inline int read_link(struct inode *link, char *buf, size_t size)
{
	touch_atime(link);
	return link->i_op->readlink(link, buf, size);
}

void pipe_init(void);
void tty_init(void);
void tmpfs_init(void);
void shmem_init(void);
void devfs_init(void);
void procfs_init(void);

/* tmpfs/: devfs is one with nodes in it. target: of a symbolic link. */
int tmpfs_fill_super(struct super_block *sb, dev_t dev, const char *data);
/* A file that no name leads to yet; dir: where it will have its name, or NULL. ERR_PTR(-ENOSPC), ERR_PTR(-ENOMEM). */
struct inode *tmpfs_new_inode(struct super_block *sb, const struct inode *dir, mode_t mode, dev_t dev);
int tmpfs_add_node(struct super_block *sb, const char *name, mode_t mode, dev_t dev, const char *target);

/* ---- mount.c ---- */

extern struct mutex mount_lock;
extern struct list_head mounts;						 /* by s_list */
struct file_system_type *next_filesystem(struct file_system_type *type); /* NULL: the first */

/* A file system without a device, for the kernel's own use: mounted nowhere. ERR_PTR. */
struct super_block *kern_mount(const char *type, const char *data);

/* Change the size, as ftruncate() and O_TRUNC do; takes inode->lock. */
int vfs_truncate(struct inode *inode, loff_t size);
/* Attributes, as chmod() and so on do; takes inode->lock, stamps ctime. */
int vfs_setattr(struct inode *inode, struct iattr *attr);
/* May not be written: -EROFS. */
static inline int inode_writable(const struct inode *inode)
{
	return inode->i_sb->s_flags & MS_RDONLY ? -EROFS : 0;
}
/* Any task is the super-user: only a file that nobody may execute is out of reach. */
static inline bool inode_may_exec(const struct inode *inode)
{
	if (S_ISREG(inode->i_mode) && inode->i_sb->s_flags & MS_NOEXEC)
		return false;
	return S_ISDIR(inode->i_mode) || inode->i_mode & 0111;
}

#endif
