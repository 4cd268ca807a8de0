/*
 * System calls in forms that only 32-bit Linux has: 64-bit offsets come in two registers, low half first; calls of
 * 1991 are there beside those that took their place. old_times.c has those with times of 32 bits, old_stat.c those with
 * other structures, old_signals.c those with sets of 32 signals.
 */
#include <abi/fcntl.h>
#include <arch/page.h>
#include <arch/syscalls.h>
#include <kernel/err.h>
#include <kernel/fs.h>
#include <kernel/process.h>
#include <kernel/string.h>
#include <kernel/syscalls.h>
#include <kernel/uaccess.h>

#define LONG_MAX 0x7fffffff

static off_t join(unsigned long low, unsigned long high)
{
	return (off_t)((u64)high << 32 | low);
}

long sys_ia32_pread64(unsigned int fd, char __user *buf, size_t n, unsigned long low, unsigned long high)
{
	return sys_pread64(fd, buf, n, join(low, high));
}

long sys_ia32_pwrite64(unsigned int fd, const char __user *buf, size_t n, unsigned long low,
		       unsigned long high)
{
	return sys_pwrite64(fd, buf, n, join(low, high));
}

long sys_ia32_truncate64(const char __user *path, unsigned long low, unsigned long high)
{
	return sys_truncate(path, join(low, high));
}

long sys_ia32_ftruncate64(unsigned int fd, unsigned long low, unsigned long high)
{
	return sys_ftruncate(fd, join(low, high));
}

long sys_ia32_fallocate(unsigned int fd, int mode, unsigned long off_low, unsigned long off_high,
			unsigned long len_low, unsigned long len_high)
{
	return sys_fallocate(fd, mode, join(off_low, off_high), join(len_low, len_high));
}

/* A lock told in longs. One beyond their reach cannot be told. */
static long old_lock(unsigned int fd, unsigned int cmd, struct flock __user *user)
{
	struct flock old;
	struct flock64 fl;
	long err;

	if (copy_from_user(&old, user, sizeof(old)))
		return -EFAULT;
	fl = (struct flock64){ old.l_type, old.l_whence, old.l_start, old.l_len, old.l_pid };
	err = do_fcntl_lock(fd, cmd, &fl);
	if (err || cmd != F_GETLK)
		return err;
	if (fl.l_start > LONG_MAX)
		return -EOVERFLOW;
	old = (struct flock){ fl.l_type, fl.l_whence, (long)fl.l_start, (long)min(fl.l_len, (s64)LONG_MAX), fl.l_pid };
	return copy_to_user(user, &old, sizeof(old)) ? -EFAULT : 0;
}

long sys_ia32_fcntl(unsigned int fd, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case F_GETLK:
	case F_SETLK:
	case F_SETLKW:
		return old_lock(fd, cmd, (struct flock __user *)arg);
	case F_GETLK64:
	case F_SETLK64:
	case F_SETLKW64:
		cmd = cmd - F_GETLK64 + F_GETLK;
	}
	return sys_fcntl(fd, cmd, arg);
}

/* The length has 32 bits in one of the two. */
long sys_ia32_fadvise64(unsigned int fd, unsigned long low, unsigned long high, size_t len, int advice)
{
	return sys_fadvise64(fd, join(low, high), len, advice);
}

long sys_ia32_fadvise64_64(unsigned int fd, unsigned long off_low, unsigned long off_high, unsigned long len_low,
			   unsigned long len_high, int advice)
{
	return sys_fadvise64(fd, join(off_low, off_high), join(len_low, len_high), advice);
}

/* The offset has 32 bits, and what lies beyond them cannot be told. */
long sys_ia32_sendfile(unsigned int out_fd, unsigned int in_fd, long __user *offset, size_t n)
{
	off_t pos;
	long old, ret;

	if (!offset)
		return do_sendfile(out_fd, in_fd, NULL, n);
	if (get_user(old, offset))
		return -EFAULT;
	if (old == LONG_MAX && n)
		return -EOVERFLOW;
	pos = old;
	ret = do_sendfile(out_fd, in_fd, &pos, min(n, old < 0 ? 0 : (size_t)(LONG_MAX - old)));
	return put_user((long)pos, offset) ? -EFAULT : ret;
}

/* The first mmap: six words in memory, the offset in bytes. */
struct mmap_args {
	unsigned long addr, len, prot, flags, fd, offset;
};

long sys_ia32_mmap(const struct mmap_args __user *uargs)
{
	struct mmap_args args;

	if (copy_from_user(&args, uargs, sizeof(args)))
		return -EFAULT;
	if (args.offset & ~PAGE_MASK)
		return -EINVAL;
	return sys_mmap_pgoff(args.addr, args.len, args.prot, args.flags, (int)args.fd,
			      args.offset >> PAGE_SHIFT);
}

/* ---- getdents: numbers in longs, the type in the last byte ---- */

struct linux_dirent {
	unsigned long d_ino;
	unsigned long d_off;
	unsigned short d_reclen;
	char d_name[];
};

static size_t dirent_size(unsigned int len)
{
	return ALIGN_UP(offsetof(struct linux_dirent, d_name) + len + 2, sizeof(long));
}

static void dirent_fill(void *entry, size_t size, const char *name, unsigned int len, ino_t ino, unsigned int type)
{
	struct linux_dirent *e = entry;

	e->d_ino = ino;
	e->d_reclen = size;
	memcpy(e->d_name, name, len);
	((char *)entry)[size - 1] = type;
}

static int dirent_put_off(void __user *entry, off_t off)
{
	return put_user((unsigned long)off, &((struct linux_dirent __user *)entry)->d_off);
}

long sys_ia32_getdents(unsigned int fd, struct linux_dirent __user *entries, unsigned int size)
{
	static const struct dirent_layout layout = { dirent_size, dirent_fill, dirent_put_off };

	return do_getdents(fd, entries, size, &layout);
}

/* ---- names without a directory: today's calls with AT_FDCWD ---- */

long sys_ia32_link(const char __user *old_path, const char __user *path)
{
	return sys_linkat(AT_FDCWD, old_path, AT_FDCWD, path, 0);
}

long sys_ia32_symlink(const char __user *target, const char __user *path)
{
	return sys_symlinkat(target, AT_FDCWD, path);
}

long sys_ia32_readlink(const char __user *path, char __user *buf, int size)
{
	return sys_readlinkat(AT_FDCWD, path, buf, size);
}

long sys_ia32_rename(const char __user *old_path, const char __user *path)
{
	return sys_renameat2(AT_FDCWD, old_path, AT_FDCWD, path, 0);
}

long sys_ia32_renameat(int old_dfd, const char __user *old_path, int dfd, const char __user *path)
{
	return sys_renameat2(old_dfd, old_path, dfd, path, 0);
}

long sys_ia32_access(const char __user *path, int mode)
{
	return sys_faccessat(AT_FDCWD, path, mode);
}

long sys_ia32_chmod(const char __user *path, mode_t mode)
{
	return sys_fchmodat(AT_FDCWD, path, mode);
}

long sys_ia32_mknod(const char __user *path, mode_t mode, unsigned int dev)
{
	return sys_mknodat(AT_FDCWD, path, mode, dev);
}

long sys_ia32_truncate(const char __user *path, long size)
{
	return sys_truncate(path, size);
}

long sys_ia32_ftruncate(unsigned int fd, long size)
{
	return sys_ftruncate(fd, size);
}

/* ---- others that have a successor ---- */

long sys_ia32_pipe(int __user *fds)
{
	return sys_pipe2(fds, 0);
}

long sys_ia32_umount(const char __user *path)
{
	return sys_umount2(path, 0);
}

long sys_ia32_getpgrp(void)
{
	return sys_getpgid(0);
}

/* This one knows no limit beyond 2 GiB. */
long sys_ia32_old_getrlimit(unsigned int resource, struct rlimit __user *user)
{
	struct rlimit64 limit;
	struct rlimit old;
	int err = do_prlimit(resource, NULL, &limit);

	if (err)
		return err;
	old.rlim_cur = min(limit.rlim_cur, (u64)LONG_MAX);
	old.rlim_max = min(limit.rlim_max, (u64)LONG_MAX);
	return copy_to_user(user, &old, sizeof(old)) ? -EFAULT : 0;
}

/* User and group numbers once had 16 bits; the largest stands for "no change". */
static uid_t wide_id(unsigned int id)
{
	return (id & 0xffff) == 0xffff ? ~0u : id & 0xffff;
}

long sys_ia32_fchown(unsigned int fd, unsigned int uid, unsigned int gid)
{
	return sys_fchown(fd, wide_id(uid), wide_id(gid));
}

long sys_ia32_chown(const char __user *path, unsigned int uid, unsigned int gid)
{
	return sys_fchownat(AT_FDCWD, path, wide_id(uid), wide_id(gid), 0);
}

long sys_ia32_lchown(const char __user *path, unsigned int uid, unsigned int gid)
{
	return sys_fchownat(AT_FDCWD, path, wide_id(uid), wide_id(gid), AT_SYMLINK_NOFOLLOW);
}

long sys_ia32_chown32(const char __user *path, uid_t uid, gid_t gid)
{
	return sys_fchownat(AT_FDCWD, path, uid, gid, 0);
}

long sys_ia32_lchown32(const char __user *path, uid_t uid, gid_t gid)
{
	return sys_fchownat(AT_FDCWD, path, uid, gid, AT_SYMLINK_NOFOLLOW);
}
