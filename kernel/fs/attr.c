/* Size, mode, owner and times of files, and the question whether one may be used. */
#include "internal.h"
#include <kernel/file.h>
#include <kernel/limits.h>
#include <kernel/path.h>
#include <kernel/signal.h>
#include <kernel/syscalls.h>
#include <kernel/time.h>

/* ---- Size ---- */

/* May the file become so large? -EFBIG; a process that meets its own limit gets a signal too. */
static int newsize_ok(struct inode *inode, loff_t size)
{
	if (size <= i_size_read(inode))
		return 0;
	if ((u64)size > current->rlim[RLIMIT_FSIZE].rlim_cur) {
		send_signal(SIGXFSZ, current);
		return -EFBIG;
	}
	return size > inode->i_sb->s_maxbytes ? -EFBIG : 0;
}

int vfs_truncate(struct inode *inode, loff_t size)
{
	int err;

	if (S_ISDIR(inode->i_mode))
		return -EISDIR;
	if (!S_ISREG(inode->i_mode) || !inode->i_op->truncate)
		return -EINVAL;
	err = inode_writable(inode);
	if (!err)
		err = get_write_access(inode);
	if (err)
		return err;
	mutex_lock(&inode->lock);
	err = newsize_ok(inode, size);
	if (!err)
		err = inode->i_op->truncate(inode, size);
	mutex_unlock(&inode->lock);
	put_write_access(inode);
	return err;
}

long sys_truncate(const char __user *path, loff_t size)
{
	struct dentry *dentry;
	long err;

	if (size < 0)
		return -EINVAL;
	dentry = user_path_at(AT_FDCWD, path, LOOKUP_FOLLOW);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = vfs_truncate(dentry->d_inode, size);
	dput(dentry);
	return err;
}

long sys_ftruncate(unsigned int fd, loff_t size)
{
	struct file *file;
	struct fd f;
	long err;

	if (size < 0)
		return -EINVAL;
	f = fdget(fd);
	file = fd_file(f);
	if (!file)
		return -EBADF;
	if (file->f_mode & FMODE_PATH)
		err = -EBADF;
	else if (!S_ISREG(file->f_inode->i_mode) || !(file->f_mode & FMODE_WRITE))
		err = -EINVAL;
	else
		err = vfs_truncate(file->f_inode, size);
	fdput(f);
	return err;
}

long sys_fallocate(unsigned int fd, int mode, loff_t off, loff_t len)
{
	struct fd f = fdget(fd);
	struct file *file = fd_file(f);
	struct inode *inode;
	long err;

	if (!file)
		return -EBADF;
	inode = file->f_inode;
	if (off < 0 || len <= 0)
		err = -EINVAL;
	else if (mode & ~(FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE) || mode == FALLOC_FL_PUNCH_HOLE)
		err = -EOPNOTSUPP;
	else if (!(file->f_mode & FMODE_WRITE))
		err = -EBADF;
	else if (S_ISFIFO(inode->i_mode))
		err = -ESPIPE;
	else if (!S_ISREG(inode->i_mode))
		err = S_ISDIR(inode->i_mode) ? -EISDIR : -ENODEV;
	else if (off > inode->i_sb->s_maxbytes - len)
		err = -EFBIG;
	else if (!inode->i_op->fallocate)
		err = -EOPNOTSUPP;
	else {
		mutex_lock(&inode->lock);
		err = mode & FALLOC_FL_KEEP_SIZE ? 0 : newsize_ok(inode, off + len);
		if (!err)
			err = inode->i_op->fallocate(inode, mode, off, len);
		mutex_unlock(&inode->lock);
	}
	fdput(f);
	return err;
}

/* ---- Attributes ---- */

/* Who gets a program does not get the rights that it was given. Without x the group's bit means something else. */
static void drop_set_ids(const struct inode *inode, struct iattr *attr)
{
	attr->ia_valid |= ATTR_MODE;
	attr->ia_mode = inode->i_mode & ~S_ISUID;
	if (attr->ia_mode & S_IXGRP)
		attr->ia_mode &= ~S_ISGID;
}

int vfs_setattr(struct inode *inode, struct iattr *attr)
{
	int err = inode_writable(inode);

	if (err)
		return err;
	mutex_lock(&inode->lock);
	attr->ia_valid |= ATTR_CTIME;
	attr->ia_ctime = current_time_ns();
	if (attr->ia_valid & ATTR_CHOWN && !S_ISDIR(inode->i_mode))
		drop_set_ids(inode, attr);
	if (inode->i_op->setattr) {
		err = inode->i_op->setattr(inode, attr);
	} else {
		setattr_copy(inode, attr);
		mark_inode_dirty(inode);
	}
	mutex_unlock(&inode->lock);
	return err;
}

static long setattr_fd(unsigned int fd, struct iattr *attr)
{
	struct fd f = fdget(fd);
	long err;

	if (!fd_file(f))
		return -EBADF;
	err = fd_file(f)->f_mode & FMODE_PATH ? -EBADF : vfs_setattr(fd_file(f)->f_inode, attr);
	fdput(f);
	return err;
}

static long setattr_path(int dfd, const char __user *path, unsigned int lookup, struct iattr *attr)
{
	struct dentry *dentry = user_path_at(dfd, path, lookup);
	long err;

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = vfs_setattr(dentry->d_inode, attr);
	dput(dentry);
	return err;
}

long sys_fchmod(unsigned int fd, mode_t mode)
{
	struct iattr attr = { .ia_valid = ATTR_MODE, .ia_mode = mode };

	return setattr_fd(fd, &attr);
}

long sys_fchmodat(int dfd, const char __user *path, mode_t mode)
{
	struct iattr attr = { .ia_valid = ATTR_MODE, .ia_mode = mode };

	return setattr_path(dfd, path, LOOKUP_FOLLOW, &attr);
}

/* -1 leaves an owner as it is. The registers hold it as 32 or as 64 bits, hence the longs. */
static void owner_attr(struct iattr *attr, unsigned long uid, unsigned long gid)
{
	*attr = (struct iattr){ .ia_valid = ATTR_CHOWN, .ia_uid = (uid_t)uid, .ia_gid = (gid_t)gid };
	if (attr->ia_uid != (uid_t)-1)
		attr->ia_valid |= ATTR_UID;
	if (attr->ia_gid != (gid_t)-1)
		attr->ia_valid |= ATTR_GID;
}

long sys_fchown(unsigned int fd, unsigned long uid, unsigned long gid)
{
	struct iattr attr;

	owner_attr(&attr, uid, gid);
	return setattr_fd(fd, &attr);
}

long sys_fchownat(int dfd, const char __user *path, unsigned long uid, unsigned long gid, int flags)
{
	struct iattr attr;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	owner_attr(&attr, uid, gid);
	return setattr_path(dfd, path, at_lookup_flags(flags), &attr);
}

/* One of the two times of utimensat. */
static int time_attr(struct iattr *attr, unsigned int which, const struct __kernel_timespec *ts, s64 now, s64 *time)
{
	if (ts->tv_nsec == UTIME_OMIT)
		return 0;
	attr->ia_valid |= which;
	*time = now;
	if (ts->tv_nsec == UTIME_NOW)
		return 0;
	if (ts->tv_nsec < 0 || ts->tv_nsec >= (long)NSEC_PER_SEC)
		return -EINVAL;
	/* What nanoseconds cannot tell is as early, or as late, as they can. */
	if (__builtin_mul_overflow((s64)ts->tv_sec, (s64)NSEC_PER_SEC, time) ||
	    __builtin_add_overflow(*time, (s64)ts->tv_nsec, time))
		*time = ts->tv_sec < 0 ? INT64_MIN : INT64_MAX;
	return 0;
}

long do_utimes(int dfd, const char __user *path, const struct __kernel_timespec times[2], int flags)
{
	static const struct __kernel_timespec now_twice[2] = { { .tv_nsec = UTIME_NOW }, { .tv_nsec = UTIME_NOW } };
	const struct __kernel_timespec *ts = times ? times : now_twice;
	struct iattr attr = { .ia_valid = 0 };
	s64 now = current_time_ns();
	int err;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	err = time_attr(&attr, ATTR_ATIME, &ts[0], now, &attr.ia_atime);
	if (!err)
		err = time_attr(&attr, ATTR_MTIME, &ts[1], now, &attr.ia_mtime);
	if (err || !attr.ia_valid)
		return err;
	if (path || dfd == AT_FDCWD)
		return setattr_path(dfd, path, at_lookup_flags(flags), &attr);
	return flags ? -EINVAL : setattr_fd(dfd, &attr);
}

long sys_utimensat(int dfd, const char __user *path, const struct __kernel_timespec __user *times, int flags)
{
	struct __kernel_timespec ts[2];

	if (times && (get_timespec(&ts[0], &times[0]) || get_timespec(&ts[1], &times[1])))
		return -EFAULT;
	return do_utimes(dfd, path, times ? ts : NULL, flags);
}

/* ---- access ---- */

static int may_access(struct inode *inode, int mode)
{
	if (mode & X_OK && !inode_may_exec(inode))
		return -EACCES;
	if (mode & W_OK && (S_ISREG(inode->i_mode) || S_ISDIR(inode->i_mode)))
		return inode_writable(inode);
	return 0;
}

long sys_faccessat2(int dfd, const char __user *path, int mode, int flags)
{
	struct dentry *dentry;
	long err;

	if (mode & ~(R_OK | W_OK | X_OK) || flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	dentry = user_path_at(dfd, path, at_lookup_flags(flags));
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = may_access(dentry->d_inode, mode);
	dput(dentry);
	return err;
}

long sys_faccessat(int dfd, const char __user *path, int mode)
{
	return sys_faccessat2(dfd, path, mode, 0);
}
