/* Opening files: from a path to a struct file. */
#include "internal.h"
#include <kernel/file.h>
#include <kernel/path.h>
#include <kernel/syscalls.h>
#include <kernel/task.h>

static int open_nothing(struct inode *inode, struct file *file)
{
	return -ENXIO;
}

/* Sockets, block devices without a driver: have a name but no contents. */
const struct file_operations empty_fops = {
	.open = open_nothing,
};

/* O_PATH: the file stands for its name only. */
static const struct file_operations path_fops;

int generic_file_open(struct inode *inode, struct file *file)
{
	return 0;
}

/* ---- What may be opened how ---- */

static int may_open(struct inode *inode, int flags)
{
	bool write = (flags & O_ACCMODE) != O_RDONLY || flags & O_TRUNC;

	if (S_ISLNK(inode->i_mode))
		return -ELOOP; /* O_NOFOLLOW */
	if (S_ISDIR(inode->i_mode))
		return write || flags & O_CREAT ? -EISDIR : 0;
	if (S_ISREG(inode->i_mode) && write)
		return inode_writable(inode);
	if ((S_ISCHR(inode->i_mode) || S_ISBLK(inode->i_mode)) && inode->i_sb->s_flags & MS_NODEV)
		return -EACCES;
	return 0;
}

/* What it is open for, on the books of its inode. -ETXTBSY. */
static int claim_contents(struct file *file, bool exec)
{
	bool write = file->f_mode & FMODE_WRITE;
	int err;

	if (!S_ISREG(file->f_inode->i_mode) || (!exec && !write))
		return 0;
	err = exec ? deny_write_access(file->f_inode) : get_write_access(file->f_inode);
	if (!err)
		file->f_mode |= exec ? FMODE_EXEC : FMODE_WRITER;
	return err;
}

/* A file for dentry, whose reference is taken over, on failure too. created: just now, by this open. */
static struct file *dentry_open(struct dentry *dentry, int flags, bool created)
{
	struct inode *inode = dentry->d_inode;
	struct file *file;
	int err = 0;

	if (!(flags & O_PATH) && !created)
		err = may_open(inode, flags);
	if (err) {
		dput(dentry);
		return ERR_PTR(err);
	}
	file = alloc_file(inode, flags & O_PATH ? &path_fops : inode->i_fop,
			  flags & ~(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC | O_CLOEXEC));
	if (!file) {
		dput(dentry);
		return ERR_PTR(-ENOMEM);
	}
	file->f_dentry = dentry;
	err = claim_contents(file, false);
	if (!err && file->f_op->open)
		err = file->f_op->open(inode, file);
	if (err) {
		file->f_op = &path_fops; /* nothing to release */
	} else if (flags & O_TRUNC && !created && inode->i_op->truncate) {
		err = vfs_truncate(inode, 0);
	}
	if (err) {
		fput(file);
		return ERR_PTR(err);
	}
	return file;
}

/* ---- O_CREAT ---- */

static int create_last(struct dentry *dir, struct dentry *dentry, mode_t mode)
{
	struct inode *inode = dir->d_inode;
	int err = inode_writable(inode);

	if (err)
		return err;
	if (!inode->i_op->create)
		return -EACCES;
	return inode->i_op->create(inode, dentry, mode);
}

/* The dentry that last names, existing or created; a symbolic link if it is one. */
static struct dentry *open_last(struct last_name *last, int flags, mode_t mode, bool *created)
{
	struct mutex *lock = &last->dir->d_inode->lock;
	struct dentry *dentry;
	int err = 0;

	if (!last->normal) /* "/", "." and "..": their own turn comes in may_open() */
		return flags & O_EXCL ? ERR_PTR(-EEXIST) : dget(last->dir);
	if (last->slash)
		return ERR_PTR(-EISDIR);
	mutex_lock(lock);
	dentry = lookup_last(last);
	if (!IS_ERR(dentry)) {
		if (!dentry->d_inode) {
			err = create_last(last->dir, dentry, mode);
			*created = !err;
		} else if (flags & O_EXCL) {
			err = -EEXIST;
		}
	}
	mutex_unlock(lock);
	if (err) {
		dput(dentry);
		return ERR_PTR(err);
	}
	return dentry;
}

static struct file *open_create(int dfd, const char *name, int flags, mode_t mode)
{
	struct last_name last;
	struct dentry *dentry;
	bool created = false;
	int err;

	mode = (mode & 07777 & ~current->fs->umask) | S_IFREG;
	err = path_parent(dfd, name, &last);
	if (err)
		return ERR_PTR(err);
	for (;;) {
		dentry = open_last(&last, flags, mode, &created);
		if (IS_ERR(dentry) || !S_ISLNK(dentry->d_inode->i_mode) || flags & O_NOFOLLOW)
			break;
		err = path_follow_last(&last, dentry);
		dput(dentry);
		if (err)
			return ERR_PTR(err);
	}
	path_put_last(&last);
	if (IS_ERR(dentry))
		return ERR_PTR(PTR_ERR(dentry));
	return dentry_open(dentry, flags, created);
}

/* ---- For all ---- */

/* No file system makes files without names. */
static int no_tmpfile(int flags)
{
	return (flags & (O_TMPFILE | O_CREAT)) == O_TMPFILE && flags & O_ACCMODE ? -EOPNOTSUPP : -EINVAL;
}

static struct file *do_open(int dfd, const char *name, int flags, mode_t mode)
{
	unsigned int lookup = flags & O_NOFOLLOW ? 0 : LOOKUP_FOLLOW;
	struct dentry *dentry;

	if (flags & O_PATH)
		flags &= O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	else if (sizeof(long) == 8)
		flags |= O_LARGEFILE;
	if (flags & __O_TMPFILE)
		return ERR_PTR(no_tmpfile(flags));
	if (flags & O_CREAT) {
		if (flags & O_DIRECTORY)
			return ERR_PTR(-EINVAL);
		return open_create(dfd, name, flags, mode);
	}
	if (flags & O_DIRECTORY)
		lookup |= LOOKUP_DIRECTORY;
	dentry = path_lookup(dfd, name, lookup);
	if (IS_ERR(dentry))
		return ERR_PTR(PTR_ERR(dentry));
	return dentry_open(dentry, flags, false);
}

struct file *open_exec(const char *path)
{
	struct dentry *dentry = path_lookup(AT_FDCWD, path, LOOKUP_FOLLOW);
	struct file *file;
	int err;

	if (IS_ERR(dentry))
		return ERR_PTR(PTR_ERR(dentry));
	if (!S_ISREG(dentry->d_inode->i_mode) || !inode_may_exec(dentry->d_inode)) {
		dput(dentry);
		return ERR_PTR(-EACCES);
	}
	file = dentry_open(dentry, O_RDONLY, false);
	if (IS_ERR(file))
		return file;
	err = claim_contents(file, true);
	if (err) {
		fput(file);
		return ERR_PTR(err);
	}
	return file;
}

long sys_openat(int dfd, const char __user *path, int flags, mode_t mode)
{
	struct filename fn;
	struct file *file;
	int fd, err;

	err = getname(&fn, path);
	if (err)
		return err;
	fd = get_unused_fd(0, flags & O_CLOEXEC);
	if (fd >= 0) {
		file = do_open(dfd, fn.name, flags, mode);
		if (IS_ERR(file)) {
			put_unused_fd(fd);
			fd = PTR_ERR(file);
		} else {
			fd_install(fd, file);
		}
	}
	putname(&fn);
	return fd;
}

long sys_open(const char __user *path, int flags, mode_t mode)
{
	return sys_openat(AT_FDCWD, path, flags, mode);
}

long sys_creat(const char __user *path, mode_t mode)
{
	return sys_openat(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}
