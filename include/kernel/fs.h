/*
 * The virtual file system: what the kernel knows of any file, and what a file system provides.
 *
 *	struct file	an open file: position, flags; shared by dup() and fork()
 *	struct dentry	a name in a directory; the dentries in use form one tree, which is also the name cache
 *	struct inode	the file itself, in memory once, however many names it has
 *	struct super_block  a mounted file system; each is mounted at one place
 *
 * A path is a dentry: `..` is d_parent, a mount is crossed by d_mounted and back by s_mountpoint, and the
 * name of the present directory is read off the tree. A dentry holds a reference to its parent and to its
 * inode; whoever holds a dentry has the whole path. A dentry that nobody uses stays in the cache, with its
 * inode and that inode's pages, until memory is short.
 *
 * Locks: inode->lock of a directory orders all changes of its names; of other inodes, changes of size and
 * link count. Two directories are locked by rename only (s_rename_lock first), and a directory with a
 * child that goes away: the ancestor first. dcache_lock (rank ICACHE) guards the shape of the tree.
 */
#ifndef KERNEL_FS_H
#define KERNEL_FS_H

#include <abi/fcntl.h>
#include <abi/limits.h>
#include <abi/mount.h>
#include <abi/stat.h>
#include <kernel/atomic.h>
#include <kernel/compiler.h>
#include <kernel/err.h>
#include <kernel/filemap.h>
#include <kernel/list.h>
#include <kernel/mutex.h>
#include <kernel/spinlock.h>
#include <kernel/types.h>
#include <kernel/uio.h>

typedef s64 loff_t; /* an offset in a file, bytes */
/* As far as the index of a page reaches. */
#define MAX_LFS_FILESIZE (sizeof(long) == 8 ? INT64_MAX : (loff_t)0xffffffff << PAGE_SHIFT)

struct dentry;
struct dir_context;
struct file;
struct file_lock;
struct flock64;
struct inode;
struct pipe;
struct poll_table;
struct __kernel_timespec;
struct stat;
struct statfs;
struct super_block;
struct vm_area_struct;

/* ---- Inodes ---- */

/* i_state */
#define I_NEW	  0x1u /* being read in: others wait in iget_locked() */
#define I_FREEING 0x2u /* being thrown out: others wait, then read it anew */
#define I_DIRTY	  0x4u /* the file system's: differs from the disk, may not be dropped from memory */
#define I_BAD	  0x8u /* could not be read in */

/* i_flags */
#define S_DEAD 0x1u /* a directory that was removed: nothing can be made in it */

/* Locks: [I] fixed  [l] lock  [c] inode hash lock  [d] dcache_lock  [a] atomic; times are nanoseconds since 1970 */
struct inode {
	ino_t i_ino;			     /* [I] */
	mode_t i_mode;			     /* [l] S_IF* is fixed */
	unsigned int i_nlink;		     /* [l] names on the disk; 0: goes when nobody uses it */
	uid_t i_uid;			     /* [l] */
	gid_t i_gid;			     /* [l] */
	dev_t i_rdev;			     /* [I] of a device node */
	loff_t i_size;			     /* [l] to change; i_size_read(), i_size_write() */
	unsigned int i_size_seq;	     /* [l] of those two */
	u64 i_blocks;			     /* [l] of 512 bytes, for stat */
	s64 i_atime, i_mtime, i_ctime;	     /* [l] but a reader sets i_atime without it */
	const struct inode_operations *i_op; /* [I] never NULL */
	const struct file_operations *i_fop; /* [I] what an open file of it does */
	struct super_block *i_sb;	     /* [I] */
	struct address_space *i_mapping;     /* [I] &i_data, or for a block device another inode's */
	struct address_space i_data;	     /* its pages; new_inode() leaves a_ops NULL: mapping_init() */
	struct mutex lock;		     /* rank DIR for directories, INODE for all others */
	atomic_t i_count;		     /* [a] references; to 0 only under [c] */
	atomic_t i_writecount;		     /* [a] above 0: so many writers; below: so many programs run it */
	unsigned int i_state;		     /* [c] I_* */
	unsigned int i_flags;		     /* [l] S_* */
	struct pipe *i_pipe;		     /* [l] of a FIFO that is open */
	struct file_lock *i_locks;	     /* locks.c's; NULL: none */
	struct inode *i_hash_next;	     /* [c] */
	struct list_head i_sb_list;	     /* [c] in sb->s_inodes */
	struct dentry *i_dentry;	     /* [d] of a directory: the only one; NULL: it is not cached */
	void *i_private;		     /* the file system's */
};

/* What setattr changes. */
#define ATTR_MODE  0x01u
#define ATTR_UID   0x02u
#define ATTR_GID   0x04u
#define ATTR_ATIME 0x10u
#define ATTR_MTIME 0x20u
#define ATTR_CTIME 0x40u
#define ATTR_CHOWN 0x80u /* the owner is set anew, perhaps to what it was */
struct iattr {
	unsigned int ia_valid;
	mode_t ia_mode;
	uid_t ia_uid;
	gid_t ia_gid;
	s64 ia_atime, ia_mtime, ia_ctime;
};

/*
 * Names are in dentries: dentry->d_name, d_len bytes and a NUL. dir->lock is held in all that take a dir, and
 * i_lock of what is unlinked, linked, replaced, truncated or has its attributes set. The caller has seen to
 * errors that need no file system: the name exists or does not, is a directory or is not, permissions, loops.
 */
struct inode_operations {
	/* The inode with a reference; NULL: there is no such name; or ERR_PTR. */
	struct inode *(*lookup)(struct inode *dir, struct dentry *dentry);
	/* Each makes the name and its inode, sets times and link counts, and calls d_instantiate(dentry, inode). */
	int (*create)(struct inode *dir, struct dentry *dentry, mode_t mode);
	int (*mkdir)(struct inode *dir, struct dentry *dentry, mode_t mode);
	int (*mknod)(struct inode *dir, struct dentry *dentry, mode_t mode, dev_t dev);
	int (*symlink)(struct inode *dir, struct dentry *dentry, const char *target);
	/* One more name for inode: raises i_nlink, and d_instantiate(dentry, inode) with a reference (ihold). */
	int (*link)(struct inode *inode, struct inode *dir, struct dentry *dentry);
	/* Removes the name and lowers i_nlink. rmdir: -ENOTEMPTY is the file system's to find. */
	int (*unlink)(struct inode *dir, struct dentry *dentry);
	int (*rmdir)(struct inode *dir, struct dentry *dentry);
	/* new->d_inode, if any, is replaced: a directory by a directory (-ENOTEMPTY) or a file by a file.
	 * RENAME_EXCHANGE: the two change places (-EINVAL if the file system cannot). */
	int (*rename)(struct inode *old_dir, struct dentry *old_dentry, struct inode *new_dir,
		      struct dentry *new_dentry, unsigned int flags);
	/* The target of a symbolic link into kernel memory, no NUL, cut off at size: its length or -errno. */
	int (*readlink)(struct inode *inode, char *buf, size_t size);
	/* For links that are no text (/proc/PID/exe): where it leads, with a reference, or ERR_PTR. */
	struct dentry *(*follow_link)(struct inode *inode);
	/* New size: pages beyond it go, i_size and times are set. NULL: -EINVAL. */
	int (*truncate)(struct inode *inode, loff_t size);
	/* NULL: setattr_copy() and mark_inode_dirty(). */
	int (*setattr)(struct inode *inode, const struct iattr *attr);
	/* Allocate or free space in [off, off + len), mode FALLOC_FL_*. NULL: -EOPNOTSUPP. */
	int (*fallocate)(struct inode *inode, int mode, loff_t off, loff_t len);
};

/* ---- Open files ---- */

/* f_mode */
#define FMODE_READ   0x01u
#define FMODE_WRITE  0x02u
#define FMODE_STREAM 0x04u /* has no position: pipes, terminals */
#define FMODE_PATH   0x08u /* O_PATH: only names a file */
#define FMODE_WRITER 0x10u /* holds a get_write_access() of its inode */
#define FMODE_EXEC   0x20u /* holds a deny_write_access() */

/* Locks: [I] fixed  [a] atomic  [p] f_pos_lock, which one who has the file alone need not take */
struct file {
	atomic_long_t f_count;		    /* [a] */
	unsigned int f_mode;		    /* [I] FMODE_* */
	unsigned int f_flags;		    /* [p] to change, by F_SETFL: O_* */
	loff_t f_pos;			    /* [p] */
	struct inode *f_inode;		    /* [I] */
	const struct file_operations *f_op; /* [I] */
	struct dentry *f_dentry;	    /* [I] NULL: was never in a directory (a pipe). Without a name: such a
					 * file, opened again through /proc */
	void *private_data;		    /* the driver's */
	unsigned long f_ra_next;	    /* read-ahead: the page that a sequential reader wants next, */
	unsigned int f_ra_pages;	    /* and how many are read at once */
	struct mutex f_pos_lock;	    /* rank FPOS */
};

struct file_operations {
	int (*open)(struct inode *inode, struct file *file);	 /* NULL: always fine */
	void (*release)(struct inode *inode, struct file *file); /* the last reference is gone */
	/* Bytes done, or -errno if none; *pos moves by as much. */
	ssize_t (*read)(struct file *file, struct iov_iter *to, loff_t *pos);
	ssize_t (*write)(struct file *file, struct iov_iter *from, loff_t *pos);
	loff_t (*llseek)(struct file *file, loff_t offset, int whence); /* NULL: generic_file_llseek */
	int (*readdir)(struct file *file, struct dir_context *ctx);	/* f_inode->lock is held */
	int (*mmap)(struct file *file, struct vm_area_struct *vma);	/* sets vma->vm_ops; NULL: -ENODEV */
	int (*fsync)(struct file *file, bool datasync);			/* NULL: -EINVAL */
	long (*ioctl)(struct file *file, unsigned int cmd, unsigned long arg);
	unsigned int (*poll)(struct file *file, struct poll_table *pt); /* POLL*; NULL: always ready */
};

/* readdir() calls dir_emit() for each entry from ctx->pos on, and sets ctx->pos to where the next would be. */
struct dir_context {
	bool (*actor)(struct dir_context *ctx, const char *name, unsigned int len, loff_t pos, ino_t ino,
		      unsigned int type);
	loff_t pos;
};

/* False: no room, stop. type is DT_*. */
static inline bool dir_emit(struct dir_context *ctx, const char *name, unsigned int len, ino_t ino, unsigned int type)
{
	return ctx->actor(ctx, name, len, ctx->pos, ino, type);
}
/* Entries "." and ".." at positions 0 and 1; false: no room. */
bool dir_emit_dots(struct file *file, struct dir_context *ctx);

/* DT_* of an i_mode */
static inline unsigned int mode_to_dt(mode_t mode)
{
	return (mode & S_IFMT) >> 12;
}

/* ---- Names ---- */

#define DNAME_INLINE 40

/* d_flags */
#define DCACHE_HASHED  0x1u /* found by look-up */
#define DCACHE_DELETED 0x2u /* its name is gone from the directory */
#define DCACHE_LRU     0x4u /* on the list of unused dentries */
#define DCACHE_PINNED  0x8u /* the file system holds a reference: its directory lives in the tree only */

/* Locks: [I] fixed  [d] dcache_lock  [a] atomic, to 0 only under [d] */
struct dentry {
	struct dentry *d_hash_next;    /* [d] */
	struct dentry *d_parent;       /* [d] itself in a root */
	struct inode *d_inode;	       /* [d] NULL: a name that does not exist, while somebody holds it */
	struct super_block *d_sb;      /* [I] */
	struct super_block *d_mounted; /* [d] what covers this directory */
	const char *d_name;	       /* [d] d_len bytes and a NUL */
	u32 d_hash;		       /* [d] of the name */
	u16 d_len;		       /* [d] */
	u16 d_flags;		       /* [d] */
	atomic_t d_count;	       /* [a] references; a child is one */
	struct list_head d_child;      /* [d] in d_parent->d_subdirs */
	struct list_head d_subdirs;    /* [d] */
	struct list_head d_lru;	       /* [d] */
	unsigned long d_fsdata;	       /* the file system's */
	char d_iname[DNAME_INLINE];    /* short names */
};

/* ---- File systems ---- */

/* s_flags: MS_* of mount(), and */
#define SB_NOCACHE 0x10000000ul /* its names may change by themselves: every look-up asks lookup() */

/* Locks: [I] fixed once mounted  [d] dcache_lock  [m] the mount table's  [c] inode hash lock */
struct super_block {
	const struct super_operations *s_op;   /* [I] */
	const struct file_system_type *s_type; /* [I] */
	struct dentry *s_root;		       /* [I] */
	struct dentry *s_mountpoint;	       /* [d] the directory that it covers; NULL: the root of all */
	dev_t s_dev;			       /* [I] st_dev */
	unsigned long s_flags;		       /* [I] */
	unsigned int s_blocksize;	       /* [I] */
	loff_t s_maxbytes;		       /* [I] how large a file can be */
	struct list_head s_list;	       /* [m] all mounts, oldest first */
	struct list_head s_inodes;	       /* [c] */
	struct mutex s_rename_lock;	       /* rank RENAME: directories move one at a time */
	void *s_fs_info;		       /* the file system's */
	char s_source[32];		       /* [I] "/dev/vda", or the type's name */
};

/* Any may be NULL. */
struct super_operations {
	struct inode *(*alloc_inode)(struct super_block *sb); /* undefined contents, to be embedded; NULL: plain */
	void (*free_inode)(struct inode *inode);
	/* The last reference is gone. i_nlink == 0: free it on the disk. Must leave no page in the cache (NULL:
	 * they are dropped). When memory is short this is called from within an allocation, for inodes that
	 * have a name, no page and no I_DIRTY: it then takes no sleeping lock. */
	void (*evict_inode)(struct inode *inode);
	/* mark_inode_dirty(): a field other than i_data changed */
	void (*dirty_inode)(struct inode *inode);
	/* all that was written so far is safe when it returns */
	int (*sync_fs)(struct super_block *sb);
	/* the same, and the disk needs no recovery: the power goes */
	void (*shutdown)(struct super_block *sb);
	int (*statfs)(struct super_block *sb, struct statfs *st); /* f_type, f_blocks, f_bfree, f_files... */
	void (*put_super)(struct super_block *sb);		  /* unmounted: no inode is left, s_fs_info goes */
};

struct file_system_type {
	const char *name;
	bool nodev; /* needs no block device */
	/* Fill sb->s_op, s_root (d_make_root), s_blocksize, s_maxbytes, s_fs_info. dev: the block device.
	 * -errno: nothing is held. */
	int (*fill_super)(struct super_block *sb, dev_t dev, const char *data);
	struct list_head list; /* register_filesystem() */
};

/* ---- mount.c ---- */
void register_filesystem(struct file_system_type *type);
/* The first mount: the root. */
int __must_check mount_root(const char *type, const char *source, dev_t dev);
int __must_check do_mount(const char *source, const char *target, const char *type, unsigned long flags,
			  const char *data);
void sync_filesystems(void);	   /* sync(2); every mount */
void shutdown_filesystems(void);   /* before the power goes */
extern struct dentry *root_dentry; /* "/" of the first mount */

/* ---- inode.c ---- */

void vfs_init(void);	    /* caches of this folder; before any file system */
void vfs_init_mounts(void); /* the root is mounted: /dev, /proc, /tmp; and the boot task's fs_struct */

/* A fresh inode, i_count 1, in no hash: for file systems that live in memory, or for a newly made file that
 * gets its i_ino and is then put where others find it by insert_inode_hash(). NULL without memory. */
struct inode *__must_check new_inode(struct super_block *sb);
void insert_inode_hash(struct inode *inode);
/* The inode with this number, with a reference. I_NEW set: fill it in, then unlock_new_inode(); or, if that
 * fails, iget_failed(). NULL without memory. May sleep. */
struct inode *__must_check iget_locked(struct super_block *sb, ino_t ino);
void unlock_new_inode(struct inode *inode);
void iget_failed(struct inode *inode);
void iput(struct inode *inode); /* may sleep */
static inline void ihold(struct inode *inode)
{
	atomic_inc(&inode->i_count);
}
/* A file is written or run, not both at a time: -ETXTBSY. */
int __must_check get_write_access(struct inode *inode);
void put_write_access(struct inode *inode);
int __must_check deny_write_access(struct inode *inode);
void allow_write_access(struct inode *inode);
/* Mode and group of a fresh inode in dir (NULL: in none). */
void inode_init_owner(struct inode *inode, const struct inode *dir, mode_t mode);
/* For a device node, FIFO or socket: sets i_rdev and i_fop. */
void init_special_inode(struct inode *inode, mode_t mode, dev_t dev);
void mark_inode_dirty(struct inode *inode);
/* The contents have been read. Only the first reading after a change is noted (relatime), unless the mount says more
 * (strictatime) or less (noatime). */
void touch_atime(struct inode *inode);
void setattr_copy(struct inode *inode, const struct iattr *attr);
s64 current_time_ns(void); /* for inode times: nanoseconds since 1970 */
unsigned long nr_inodes(void);

/* A 32-bit machine stores a size in two halves: i_size_seq is odd meanwhile, and a reader tries again. */
static inline loff_t i_size_read(const struct inode *inode)
{
	unsigned int seq;
	loff_t size;

	if (sizeof(long) == 8)
		return READ_ONCE(inode->i_size);
	do {
		seq = smp_load_acquire(&inode->i_size_seq);
		size = READ_ONCE(inode->i_size);
		smp_rmb();
	} while (seq & 1 || seq != READ_ONCE(inode->i_size_seq));
	return size;
}

/* Pages of the file: the last one may be partly behind the end. */
static inline unsigned long file_page_count(const struct inode *inode)
{
	return size_in_pages(i_size_read(inode));
}

/* With inode->lock, or while nobody else knows the inode. */
static inline void i_size_write(struct inode *inode, loff_t size)
{
	if (sizeof(long) == 8) {
		WRITE_ONCE(inode->i_size, size);
		return;
	}
	WRITE_ONCE(inode->i_size_seq, inode->i_size_seq + 1);
	smp_mb();
	WRITE_ONCE(inode->i_size, size);
	smp_mb();
	WRITE_ONCE(inode->i_size_seq, inode->i_size_seq + 1);
}

/* ---- dcache.c ---- */

extern struct spinlock dcache_lock;

/* Takes over the reference to inode, even on failure (NULL). */
struct dentry *__must_check d_make_root(struct super_block *sb, struct inode *inode);
/* The name exists now, as inode, whose reference it takes over. dir->lock is held. */
void d_instantiate(struct dentry *dentry, struct inode *inode);
struct dentry *dget(struct dentry *dentry);
void dput(struct dentry *dentry); /* NULL is allowed; may sleep */
/* The path of dentry from current's root, written to the end of buf: where it begins, or ERR_PTR(-ENAMETOOLONG);
 * " (deleted)" is appended where it fits. */
char *d_path(struct dentry *dentry, char *buf, size_t size);
/* The same for an open file, pipes included. */
char *file_path(const struct file *file, char *buf, size_t size);

/* ---- tmpfs/shmem.c ---- */

/* size bytes of zeroes that can be mapped, and go with the file: ERR_PTR(-ENOMEM). */
struct file *__must_check shmem_file_setup(unsigned long size);

/* ---- stat.c, attr.c, read_write.c, readdir.c, locks.c: for ports that have calls with other structures, too ---- */

int vfs_fstat(unsigned int fd, struct stat *st);
int vfs_fstatat(int dfd, const char __user *path, struct stat *st, int flags);
int user_statfs(const char __user *path, struct statfs *st);
int fd_statfs(unsigned int fd, struct statfs *st);
/* The F_*LK commands of fcntl. */
long do_fcntl_lock(unsigned int fd, unsigned int cmd, struct flock64 *fl);
/* The times of last access and change; NULL: now. */
long do_utimes(int dfd, const char __user *path, const struct __kernel_timespec times[2], int flags);

/* How a call lays out the entries of a directory: at most 280 bytes each, whose holes are zeroed already. */
struct dirent_layout {
	size_t (*size)(unsigned int len); /* of an entry whose name has len bytes */
	void (*fill)(void *entry, size_t size, const char *name, unsigned int len, ino_t ino, unsigned int type);
	int (*put_off)(void __user *entry, loff_t off); /* where the next one is; 0 or -errno */
};
long do_getdents(unsigned int fd, void __user *entries, unsigned int size, const struct dirent_layout *layout);

/* At *offset, which moves; NULL: at in_fd's position. */
long do_sendfile(unsigned int out_fd, unsigned int in_fd, loff_t *offset, size_t n);

/* ---- open.c, namei.c, read_write.c ---- */

/* Kernel paths, from current's root and directory. For execve: a regular file with an x bit, else -EACCES; nobody
 * writes to it as long as the file is open. */
struct file *__must_check open_exec(const char *path);
/* The dentry of a path, with a reference, or ERR_PTR. flags: LOOKUP_FOLLOW | LOOKUP_DIRECTORY, see path.h. */
struct dentry *__must_check kern_path(const char *path, unsigned int flags);

/* To kernel memory, from pos, leaving f_pos alone. Bytes or -errno. */
ssize_t kernel_read(struct file *file, void *buf, size_t n, loff_t pos);

loff_t generic_file_llseek(struct file *file, loff_t offset, int whence);
/* The first page of [index, end) that is a hole, or (hole false) is none; end: there is none. Or -errno. The inode is
 * locked. */
typedef s64 (*find_change_t)(struct inode *inode, unsigned long index, unsigned long end, bool hole);
/* The same for SEEK_DATA and SEEK_HOLE too. */
loff_t llseek_with_holes(struct file *file, loff_t offset, int whence, find_change_t find);
int generic_file_open(struct inode *inode, struct file *file);

#endif
