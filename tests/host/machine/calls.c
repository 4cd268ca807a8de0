/* Start of the host machine, and the system calls as test programs make them. */
#include "internal.h"
#include "machine.h"
#include "../../../kernel/fs/internal.h"
#include <abi/dirent.h>
#include <abi/stat.h>
#include <abi/statfs.h>
#include <kernel/block.h>
#include <kernel/file.h>
#include <kernel/panic.h>
#include <kernel/path.h>
#include <kernel/string.h>
#include <kernel/syscalls.h>
#include <kernel/task.h>

static unsigned long shrink_names(unsigned long nr)
{
	return current->flags & PF_NOFS ? 0 : dcache_prune(nr);
}

static struct shrinker names_shrinker = { .shrink = shrink_names };

void machine_boot(u64 seed)
{
	host_tasks_init(seed);
	host_memory_init();
	filemap_init();
	inode_init();
	dcache_init();
	files_init();
	fs_struct_init();
	tmpfs_init();
	dittofs_init();
	register_shrinker(&names_shrinker);
}

/* The disk is mounted at /mnt over a root in memory, and is every task's working directory. */
static int make_root(void)
{
	int err = mount_root("tmpfs", "root", 0);

	if (!err)
		err = host_task_files();
	if (!err)
		err = sys_mknodat(AT_FDCWD, "/disk", S_IFBLK | 0600, block_nth(0)->dev);
	return err ? err : sys_mkdirat(AT_FDCWD, "/mnt", 0755);
}

int host_task_files(void)
{
	current->files = files_alloc();
	current->fs = fs_alloc(root_dentry);
	return current->files && current->fs ? 0 : -ENOMEM;
}

int k_mount(bool read_only)
{
	int err = root_dentry ? 0 : make_root();

	if (!err)
		err = sys_mount("/disk", "/mnt", "dittofs", read_only ? MS_RDONLY : 0, NULL);
	return err ? err : sys_chdir("/mnt");
}

int k_umount(void)
{
	sys_chdir("/");
	return sys_umount2("/mnt", 0);
}

int k_open(const char *path, int flags, unsigned int mode)
{
	return sys_openat(AT_FDCWD, path, flags, mode);
}

int k_close(int fd)
{
	return sys_close(fd);
}

long k_pread(int fd, void *buf, size_t n, s64 pos)
{
	return sys_pread64(fd, buf, n, pos);
}

long k_pwrite(int fd, const void *buf, size_t n, s64 pos)
{
	return sys_pwrite64(fd, buf, n, pos);
}

long k_write(int fd, const void *buf, size_t n)
{
	return sys_write(fd, buf, n);
}

s64 k_lseek(int fd, s64 off, int whence)
{
	return sys_lseek(fd, off, whence);
}

int k_fsync(int fd)
{
	return sys_fsync(fd);
}

void k_sync(void)
{
	sys_sync();
}

int k_syncfs(int fd)
{
	return sys_syncfs(fd);
}

int k_ftruncate(int fd, s64 size)
{
	return sys_ftruncate(fd, size);
}

int k_fallocate(int fd, int mode, s64 off, s64 len)
{
	return sys_fallocate(fd, mode, off, len);
}

int k_mkdir(const char *path, unsigned int mode)
{
	return sys_mkdirat(AT_FDCWD, path, mode);
}

int k_rmdir(const char *path)
{
	return sys_unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

int k_mknod(const char *path, unsigned int mode, unsigned int dev)
{
	return sys_mknodat(AT_FDCWD, path, mode, dev);
}

int k_unlink(const char *path)
{
	return sys_unlinkat(AT_FDCWD, path, 0);
}

int k_link(const char *from, const char *to)
{
	return sys_linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int k_symlink(const char *target, const char *path)
{
	return sys_symlinkat(target, AT_FDCWD, path);
}

long k_readlink(const char *path, char *buf, size_t n)
{
	return sys_readlinkat(AT_FDCWD, path, buf, n);
}

int k_rename(const char *from, const char *to, unsigned int flags)
{
	return sys_renameat2(AT_FDCWD, from, AT_FDCWD, to, flags);
}

int k_chmod(const char *path, unsigned int mode)
{
	return sys_fchmodat(AT_FDCWD, path, mode);
}

static void fill_stat(struct k_stat *to, const struct stat *from)
{
	*to = (struct k_stat){
		.ino = from->st_ino,
		.size = from->st_size,
		.blocks = from->st_blocks,
		.mode = from->st_mode,
		.nlink = from->st_nlink,
		.mtime = from->st_mtime,
	};
}

int k_lstat(const char *path, struct k_stat *out)
{
	struct stat st;
	int err = sys_newfstatat(AT_FDCWD, path, &st, AT_SYMLINK_NOFOLLOW);

	if (!err)
		fill_stat(out, &st);
	return err;
}

int k_fstat(int fd, struct k_stat *out)
{
	struct stat st;
	int err = sys_fstat(fd, &st);

	if (!err)
		fill_stat(out, &st);
	return err;
}

int k_statfs(const char *path, struct k_statfs *out)
{
	struct statfs st;
	int err = sys_statfs(path, &st);

	if (!err)
		*out = (struct k_statfs){ st.f_blocks, st.f_bfree, st.f_files, st.f_ffree };
	return err;
}

int k_readdir(const char *path, bool (*fn)(void *arg, const char *name, u64 ino, unsigned int type), void *arg)
{
	int fd = k_open(path, O_RDONLY | O_DIRECTORY, 0);
	char buf[1024] __aligned(8);
	long n;

	if (fd < 0)
		return fd;
	while ((n = sys_getdents64(fd, (void *)buf, sizeof(buf))) > 0) {
		for (long off = 0; off < n;) {
			struct linux_dirent64 *de = (void *)(buf + off);

			off += de->d_reclen;
			if (!strcmp(de->d_name, ".") || !strcmp(de->d_name, ".."))
				continue;
			if (!fn(arg, de->d_name, de->d_ino, de->d_type))
				goto out;
		}
	}
out:
	k_close(fd);
	return n < 0 ? n : 0;
}
