/* What is known of a file, a file system and the machine, in structures of this machine alone. */
#include <abi/fcntl.h>
#include <abi/i386/old_calls.h>
#include <abi/stat.h>
#include <abi/statfs.h>
#include <arch/syscalls.h>
#include <kernel/err.h>
#include <kernel/fs.h>
#include <kernel/string.h>
#include <kernel/uaccess.h>
#include <kernel/version.h>

/* ---- stat: numbers that do not fit into the structure are an error, owners become 65534 ---- */

#define OVERFLOW_ID 65534
#define MAX_SIZE    0x7fffffff

static unsigned short narrow_id(unsigned long id)
{
	return id > 0xffff ? OVERFLOW_ID : id;
}

/* Eight bits each for major and minor. */
static bool narrow_dev(unsigned long long dev)
{
	return DEV_MAJOR(dev) < 256 && DEV_MINOR(dev) < 256;
}

static bool fits(const struct stat *st)
{
	return narrow_dev(st->st_dev) && narrow_dev(st->st_rdev) && st->st_nlink <= 0xffff && st->st_size <= MAX_SIZE;
}

static long copy_stat32(const struct stat *st, struct stat32 __user *user)
{
	struct stat32 old = {
		.st_dev = st->st_dev,
		.st_ino = st->st_ino,
		.st_mode = st->st_mode,
		.st_nlink = st->st_nlink,
		.st_uid = narrow_id(st->st_uid),
		.st_gid = narrow_id(st->st_gid),
		.st_rdev = st->st_rdev,
		.st_size = st->st_size,
		.st_blksize = st->st_blksize,
		.st_blocks = st->st_blocks,
		.st_atime = st->st_atime,
		.st_atime_nsec = st->st_atime_nsec,
		.st_mtime = st->st_mtime,
		.st_mtime_nsec = st->st_mtime_nsec,
		.st_ctime = st->st_ctime,
		.st_ctime_nsec = st->st_ctime_nsec,
	};

	if (!fits(st) || old.st_ino != st->st_ino)
		return -EOVERFLOW;
	return copy_to_user(user, &old, sizeof(old)) ? -EFAULT : 0;
}

/* memset, since there is a hole in the middle. */
static long copy_old_stat(const struct stat *st, struct __old_kernel_stat __user *user)
{
	struct __old_kernel_stat old;

	memset(&old, 0, sizeof(old));
	old.st_dev = st->st_dev;
	old.st_ino = st->st_ino;
	old.st_mode = st->st_mode;
	old.st_nlink = st->st_nlink;
	old.st_uid = narrow_id(st->st_uid);
	old.st_gid = narrow_id(st->st_gid);
	old.st_rdev = st->st_rdev;
	old.st_size = st->st_size;
	old.st_atime = st->st_atime;
	old.st_mtime = st->st_mtime;
	old.st_ctime = st->st_ctime;
	if (!fits(st) || old.st_ino != st->st_ino)
		return -EOVERFLOW;
	return copy_to_user(user, &old, sizeof(old)) ? -EFAULT : 0;
}

long sys_ia32_stat(const char __user *path, struct stat32 __user *user)
{
	struct stat st;
	int err = vfs_fstatat(AT_FDCWD, path, &st, 0);

	return err ? err : copy_stat32(&st, user);
}

long sys_ia32_lstat(const char __user *path, struct stat32 __user *user)
{
	struct stat st;
	int err = vfs_fstatat(AT_FDCWD, path, &st, AT_SYMLINK_NOFOLLOW);

	return err ? err : copy_stat32(&st, user);
}

long sys_ia32_fstat(unsigned int fd, struct stat32 __user *user)
{
	struct stat st;
	int err = vfs_fstat(fd, &st);

	return err ? err : copy_stat32(&st, user);
}

long sys_ia32_oldstat(const char __user *path, struct __old_kernel_stat __user *user)
{
	struct stat st;
	int err = vfs_fstatat(AT_FDCWD, path, &st, 0);

	return err ? err : copy_old_stat(&st, user);
}

long sys_ia32_oldlstat(const char __user *path, struct __old_kernel_stat __user *user)
{
	struct stat st;
	int err = vfs_fstatat(AT_FDCWD, path, &st, AT_SYMLINK_NOFOLLOW);

	return err ? err : copy_old_stat(&st, user);
}

long sys_ia32_oldfstat(unsigned int fd, struct __old_kernel_stat __user *user)
{
	struct stat st;
	int err = vfs_fstat(fd, &st);

	return err ? err : copy_old_stat(&st, user);
}

/* ---- statfs64 ---- */

static long copy_statfs64(const struct statfs *st, struct statfs64 __user *user)
{
	struct statfs64 wide = {
		.f_type = st->f_type,
		.f_bsize = st->f_bsize,
		.f_blocks = st->f_blocks,
		.f_bfree = st->f_bfree,
		.f_bavail = st->f_bavail,
		.f_files = st->f_files,
		.f_ffree = st->f_ffree,
		.f_fsid.val = { st->f_fsid.val[0], st->f_fsid.val[1] },
		.f_namelen = st->f_namelen,
		.f_frsize = st->f_frsize,
		.f_flags = st->f_flags,
	};

	return copy_to_user(user, &wide, sizeof(wide)) ? -EFAULT : 0;
}

long sys_ia32_statfs64(const char __user *path, size_t size, struct statfs64 __user *user)
{
	struct statfs st;
	int err = size == sizeof(*user) ? user_statfs(path, &st) : -EINVAL;

	return err ? err : copy_statfs64(&st, user);
}

long sys_ia32_fstatfs64(unsigned int fd, size_t size, struct statfs64 __user *user)
{
	struct statfs st;
	int err = size == sizeof(*user) ? fd_statfs(fd, &st) : -EINVAL;

	return err ? err : copy_statfs64(&st, user);
}

/* ---- uname: today's structure begins with the one before ---- */

long sys_ia32_olduname(struct old_utsname __user *user)
{
	static_assert(sizeof(struct old_utsname) == offsetof(struct new_utsname, domainname), "old_utsname");
	return copy_to_user(user, &init_uts, sizeof(struct old_utsname)) ? -EFAULT : 0;
}

/* Words of eight letters. */
long sys_ia32_oldolduname(struct oldold_utsname __user *user)
{
	struct oldold_utsname old;

	memset(&old, 0, sizeof(old));
	memcpy(old.sysname, init_uts.sysname, sizeof(old.sysname) - 1);
	memcpy(old.nodename, init_uts.nodename, sizeof(old.nodename) - 1);
	memcpy(old.release, init_uts.release, sizeof(old.release) - 1);
	memcpy(old.version, init_uts.version, sizeof(old.version) - 1);
	memcpy(old.machine, init_uts.machine, sizeof(old.machine) - 1);
	return copy_to_user(user, &old, sizeof(old)) ? -EFAULT : 0;
}
