/* stat and its relatives: what is known of a file, of a link's text, of a file system. */
#include "internal.h"
#include <abi/statfs.h>
#include <abi/statx.h>
#include <kernel/file.h>
#include <kernel/path.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/syscalls.h>
#include <kernel/time.h>

static struct __kernel_timespec to_timespec(s64 ns)
{
	return ns_to_timespec(ns < 0 ? 0 : ns);
}

/* ---- stat ---- */

static void fill_stat(const struct inode *inode, struct stat *st)
{
	struct __kernel_timespec atime = to_timespec(inode->i_atime), mtime = to_timespec(inode->i_mtime),
				 ctime = to_timespec(inode->i_ctime);
	*st = (struct stat){
		.st_dev = inode->i_sb->s_dev,
		.st_ino = inode->i_ino,
		.st_mode = inode->i_mode,
		.st_nlink = inode->i_nlink,
		.st_uid = inode->i_uid,
		.st_gid = inode->i_gid,
		.st_rdev = inode->i_rdev,
		.st_size = i_size_read(inode),
		.st_blksize = inode->i_sb->s_blocksize,
		.st_blocks = inode->i_blocks,
		.st_atime = atime.tv_sec,
		.st_atime_nsec = atime.tv_nsec,
		.st_mtime = mtime.tv_sec,
		.st_mtime_nsec = mtime.tv_nsec,
		.st_ctime = ctime.tv_sec,
		.st_ctime_nsec = ctime.tv_nsec,
	};
}

int vfs_fstat(unsigned int fd, struct stat *st)
{
	struct fd f = fdget(fd);

	if (!fd_file(f))
		return -EBADF;
	fill_stat(fd_file(f)->f_inode, st);
	fdput(f);
	return 0;
}

static bool empty_user_path(const char __user *path)
{
	char c;

	return !path || (!get_user(c, path) && !c);
}

int vfs_fstatat(int dfd, const char __user *path, struct stat *st, int flags)
{
	struct dentry *dentry;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH | AT_NO_AUTOMOUNT))
		return -EINVAL;
	/* A pipe has no dentry, but can be asked for by its descriptor. */
	if (flags & AT_EMPTY_PATH && dfd >= 0 && empty_user_path(path))
		return vfs_fstat(dfd, st);
	dentry = user_path_at(dfd, path, at_lookup_flags(flags));
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	fill_stat(dentry->d_inode, st);
	dput(dentry);
	return 0;
}

long sys_fstat(unsigned int fd, struct stat __user *buf)
{
	struct stat st;
	int err = vfs_fstat(fd, &st);

	return err ? err : copy_to_user(buf, &st, sizeof(st)) ? -EFAULT
							      : 0;
}

long sys_newfstatat(int dfd, const char __user *path, struct stat __user *buf, int flags)
{
	struct stat st;
	int err = vfs_fstatat(dfd, path, &st, flags);

	return err ? err : copy_to_user(buf, &st, sizeof(st)) ? -EFAULT
							      : 0;
}

long sys_newstat(const char __user *path, struct stat __user *buf)
{
	return sys_newfstatat(AT_FDCWD, path, buf, 0);
}

long sys_newlstat(const char __user *path, struct stat __user *buf)
{
	return sys_newfstatat(AT_FDCWD, path, buf, AT_SYMLINK_NOFOLLOW);
}

/* ---- statx ---- */

static struct statx_timestamp to_statx_time(s64 ns)
{
	struct __kernel_timespec ts = to_timespec(ns);

	return (struct statx_timestamp){ .tv_sec = ts.tv_sec, .tv_nsec = ts.tv_nsec };
}

static long copy_statx(const struct inode *inode, struct statx __user *buf)
{
	struct statx stx = {
		.stx_mask = STATX_BASIC_STATS,
		.stx_blksize = inode->i_sb->s_blocksize,
		.stx_nlink = inode->i_nlink,
		.stx_uid = inode->i_uid,
		.stx_gid = inode->i_gid,
		.stx_mode = inode->i_mode,
		.stx_ino = inode->i_ino,
		.stx_size = i_size_read(inode),
		.stx_blocks = inode->i_blocks,
		.stx_atime = to_statx_time(inode->i_atime),
		.stx_ctime = to_statx_time(inode->i_ctime),
		.stx_mtime = to_statx_time(inode->i_mtime),
		.stx_rdev_major = DEV_MAJOR(inode->i_rdev),
		.stx_rdev_minor = DEV_MINOR(inode->i_rdev),
		.stx_dev_major = DEV_MAJOR(inode->i_sb->s_dev),
		.stx_dev_minor = DEV_MINOR(inode->i_sb->s_dev),
	};

	return copy_to_user(buf, &stx, sizeof(stx)) ? -EFAULT : 0;
}

long sys_statx(int dfd, const char __user *path, int flags, unsigned long mask, struct statx __user *buf)
{
	struct dentry *dentry;
	struct fd f;
	long err;

	if (mask & STATX__RESERVED || (flags & AT_STATX_SYNC_TYPE) == AT_STATX_SYNC_TYPE ||
	    flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH | AT_NO_AUTOMOUNT | AT_STATX_SYNC_TYPE))
		return -EINVAL;
	if (flags & AT_EMPTY_PATH && dfd >= 0 && empty_user_path(path)) {
		f = fdget(dfd);
		if (!fd_file(f))
			return -EBADF;
		err = copy_statx(fd_file(f)->f_inode, buf);
		fdput(f);
		return err;
	}
	dentry = user_path_at(dfd, path, at_lookup_flags(flags));
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = copy_statx(dentry->d_inode, buf);
	dput(dentry);
	return err;
}

/* ---- readlink ---- */

/* The text of a link, made up for those that have none: at most size bytes at buf, or -errno. */
static int link_text(struct inode *inode, char *buf, size_t size)
{
	struct dentry *target;
	const char *path;
	int len;

	if (inode->i_op->readlink)
		return read_link(inode, buf, size);
	target = inode->i_op->follow_link(inode);
	if (IS_ERR(target))
		return PTR_ERR(target);
	path = d_path(target, buf, size);
	dput(target);
	if (IS_ERR(path))
		return PTR_ERR(path);
	len = strlen(path);
	memmove(buf, path, len);
	return len;
}

static long copy_link(struct inode *inode, char __user *buf, size_t size)
{
	char *text = kmalloc(PATH_MAX, GFP_KERNEL);
	long len;

	if (!text)
		return -ENOMEM;
	len = link_text(inode, text, PATH_MAX);
	if (len > (long)size)
		len = size;
	if (len > 0 && copy_to_user(buf, text, len))
		len = -EFAULT;
	kfree(text);
	return len;
}

long sys_readlinkat(int dfd, const char __user *path, char __user *buf, int size)
{
	struct dentry *dentry;
	long ret;

	if (size <= 0)
		return -EINVAL;
	dentry = user_path_at(dfd, path, LOOKUP_EMPTY);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	if (S_ISLNK(dentry->d_inode->i_mode))
		ret = copy_link(dentry->d_inode, buf, size);
	else
		ret = empty_user_path(path) ? -ENOENT : -EINVAL;
	dput(dentry);
	return ret;
}

/* ---- statfs ---- */

/* f_flags, where they are not the MS_ ones; programs know them from their C library. */
#define ST_VALID    0x20
#define ST_RELATIME 0x1000

static unsigned int statfs_flags(unsigned long mount_flags)
{
	unsigned int same = mount_flags & (MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME);

	return same | ST_VALID | (mount_flags & (MS_NOATIME | MS_STRICTATIME) ? 0 : ST_RELATIME);
}

static int fill_statfs(struct super_block *sb, struct statfs *st)
{
	*st = (struct statfs){
		.f_bsize = sb->s_blocksize,
		.f_frsize = sb->s_blocksize,
		.f_namelen = NAME_MAX,
		.f_flags = statfs_flags(sb->s_flags),
	};
	st->f_fsid.val[0] = sb->s_dev;
	return sb->s_op->statfs ? sb->s_op->statfs(sb, st) : 0;
}

int user_statfs(const char __user *path, struct statfs *st)
{
	struct dentry *dentry = user_path_at(AT_FDCWD, path, LOOKUP_FOLLOW);
	int err;

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = fill_statfs(dentry->d_sb, st);
	dput(dentry);
	return err;
}

int fd_statfs(unsigned int fd, struct statfs *st)
{
	struct fd f = fdget(fd);
	int err;

	if (!fd_file(f))
		return -EBADF;
	err = fill_statfs(fd_file(f)->f_inode->i_sb, st);
	fdput(f);
	return err;
}

long sys_statfs(const char __user *path, struct statfs __user *buf)
{
	struct statfs st;
	int err = user_statfs(path, &st);

	return err ? err : copy_to_user(buf, &st, sizeof(st)) ? -EFAULT
							      : 0;
}

long sys_fstatfs(unsigned int fd, struct statfs __user *buf)
{
	struct statfs st;
	int err = fd_statfs(fd, &st);

	return err ? err : copy_to_user(buf, &st, sizeof(st)) ? -EFAULT
							      : 0;
}
