/*
 * What a task has open (files_struct) and where it is (fs_struct).
 *
 * A files_struct used by one task only is looked up without lock or reference: nobody else can close the
 * file meanwhile. Changes always take files->lock, because /proc looks at others' files.
 */
#ifndef KERNEL_FILE_H
#define KERNEL_FILE_H

#include <kernel/atomic.h>
#include <kernel/compiler.h>
#include <kernel/fs.h>
#include <kernel/spinlock.h>
#include <kernel/task.h>

#define FD_INLINE     32      /* descriptors that need no table of their own */
#define NR_OPEN_MAX   1048576 /* no RLIMIT_NOFILE is above this */
#define BITS_PER_WORD (8 * sizeof(unsigned long))

/* Locks: [l] lock to change; the only user may read without  [a] atomic */
struct files_struct {
	atomic_t count;			       /* [a] tasks that use it */
	struct spinlock lock;		       /* rank FILES */
	unsigned int max_fds;		       /* [l] entries of fd; a multiple of BITS_PER_WORD, except inline */
	unsigned int next_fd;		       /* [l] none below is free */
	struct file **fd;		       /* [l] */
	unsigned long *open_fds;	       /* [l] a bit for each descriptor that is taken */
	unsigned long *close_on_exec;	       /* [l] */
	unsigned long open_word, cloexec_word; /* what the three point to at first */
	struct file *fd_array[FD_INLINE];
};

/* Locks: [l] lock; the only user may read without  [a] atomic */
struct fs_struct {
	atomic_t count;	      /* [a] tasks that use it */
	struct spinlock lock; /* rank FILES */
	mode_t umask;	      /* [l] */
	struct dentry *root;  /* [l] */
	struct dentry *pwd;   /* [l] */
};

/* file_table.c: struct file */
/* Takes no reference to inode. NULL without memory. */
struct file *__must_check alloc_file(struct inode *inode, const struct file_operations *fop, int flags);
static inline void get_file(struct file *file)
{
	atomic_long_inc(&file->f_count);
}
void __fput(struct file *file); /* the last reference went */
static inline void fput(struct file *file)
{
	if (atomic_long_dec_and_test(&file->f_count))
		__fput(file);
}

static inline void file_accessed(struct file *file)
{
	if (likely(!(file->f_flags & O_NOATIME)))
		touch_atime(file->f_inode);
}

/* file_table.c: files_struct */
void files_init(void);
struct files_struct *__must_check files_alloc(void);		       /* empty; NULL */
struct files_struct *__must_check files_dup(struct files_struct *old); /* the same open files; NULL without memory */
static inline struct files_struct *files_get(struct files_struct *files)
{
	atomic_inc(&files->count);
	return files;
}
void files_put(struct files_struct *files); /* the last one closes everything; may sleep */
/* exec: current's own copy if it shares one, then without descriptors that are close-on-exec.
 * files_unshare() is the part that can fail: call it before the point of no return. */
int __must_check files_unshare(void);
void files_close_on_exec(struct files_struct *files);

/* The lowest free descriptor from start on, reserved but not yet open: -EMFILE, -ENOMEM. */
int __must_check get_unused_fd(unsigned int start, bool cloexec);
void put_unused_fd(int fd);
void fd_install(int fd, struct file *file); /* takes over the reference */

/* A borrowed file: put back by fdput(). The low bit says whether a reference was taken. */
struct fd {
	unsigned long word;
};
#define FD_REF 1ul

static inline struct file *fd_file(struct fd f)
{
	return (struct file *)(f.word & ~FD_REF);
}
struct fd fdget_shared(unsigned int fd);
static inline struct fd fdget(unsigned int fd) /* fd_file() is NULL if it is not open */
{
	struct files_struct *files = current->files;

	if (likely(atomic_read(&files->count) == 1))
		return (struct fd){ fd < files->max_fds ? (unsigned long)files->fd[fd] : 0 };
	return fdget_shared(fd);
}
static inline void fdput(struct fd f)
{
	if (unlikely(f.word & FD_REF))
		fput(fd_file(f));
}
/* With a reference, or NULL; fget_of() of another task's descriptors. */
struct file *fget(unsigned int fd);
struct file *fget_of(struct files_struct *files, unsigned int fd);

bool fd_cloexec(struct files_struct *files, unsigned int fd);
void set_fd_cloexec(unsigned int fd, bool set);
long fcntl_dupfd(struct file *file, unsigned long start, bool cloexec);

/* fs_struct.c */
void fs_struct_init(void);
struct fs_struct *__must_check fs_alloc(struct dentry *root); /* NULL without memory */
struct fs_struct *__must_check fs_dup(struct fs_struct *old); /* NULL without memory */
static inline struct fs_struct *fs_get(struct fs_struct *fs)
{
	atomic_inc(&fs->count);
	return fs;
}
void fs_put(struct fs_struct *fs);

#endif
