/* Where a task is: its root, its present directory, its umask. */
#include "internal.h"
#include <kernel/file.h>
#include <kernel/path.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/syscalls.h>
#include <kernel/task.h>

static struct kmem_cache *fs_cache;

void fs_struct_init(void)
{
	fs_cache = kmem_cache_create("fs_struct", sizeof(struct fs_struct), 0);
}

/* The caller fills in umask and directories. */
static struct fs_struct *new_fs(void)
{
	struct fs_struct *fs = kmem_cache_alloc(fs_cache, GFP_KERNEL);

	if (fs) {
		atomic_set(&fs->count, 1);
		spin_lock_init(&fs->lock, "fs", RANK_FILES);
	}
	return fs;
}

struct fs_struct *fs_alloc(struct dentry *root)
{
	struct fs_struct *fs = new_fs();

	if (!fs)
		return NULL;
	fs->umask = 022;
	fs->root = dget(root);
	fs->pwd = dget(root);
	return fs;
}

struct fs_struct *fs_dup(struct fs_struct *old)
{
	struct fs_struct *fs = new_fs();

	if (!fs)
		return NULL;
	spin_lock(&old->lock);
	fs->umask = old->umask;
	fs->root = dget(old->root);
	fs->pwd = dget(old->pwd);
	spin_unlock(&old->lock);
	return fs;
}

void fs_put(struct fs_struct *fs)
{
	if (!atomic_dec_and_test(&fs->count))
		return;
	dput(fs->pwd);
	dput(fs->root);
	kmem_cache_free(fs_cache, fs);
}

/* Takes over the reference. A walk that still sees the old one does so under dcache_lock, which the last
 * dput() has to wait for. */
static void set_dir(struct dentry **where, struct dentry *dir)
{
	struct fs_struct *fs = current->fs;
	struct dentry *old;

	spin_lock(&fs->lock);
	old = *where;
	*where = dir;
	spin_unlock(&fs->lock);
	dput(old);
}

long sys_chdir(const char __user *path)
{
	struct dentry *dir = user_path_at(AT_FDCWD, path, LOOKUP_FOLLOW | LOOKUP_DIRECTORY);

	if (IS_ERR(dir))
		return PTR_ERR(dir);
	set_dir(&current->fs->pwd, dir);
	return 0;
}

long sys_fchdir(unsigned int fd)
{
	struct fd f = fdget(fd);
	struct file *file = fd_file(f);
	long err = 0;

	if (!file)
		return -EBADF;
	if (!S_ISDIR(file->f_inode->i_mode))
		err = -ENOTDIR;
	else
		set_dir(&current->fs->pwd, dget(file->f_dentry));
	fdput(f);
	return err;
}

long sys_chroot(const char __user *path)
{
	struct dentry *dir = user_path_at(AT_FDCWD, path, LOOKUP_FOLLOW | LOOKUP_DIRECTORY);

	if (IS_ERR(dir))
		return PTR_ERR(dir);
	set_dir(&current->fs->root, dir);
	return 0;
}

/* The present directory with a reference; NULL: it was removed. */
static struct dentry *get_pwd(void)
{
	struct fs_struct *fs = current->fs;
	struct dentry *pwd;

	spin_lock(&fs->lock);
	pwd = fs->pwd->d_flags & DCACHE_DELETED ? NULL : dget(fs->pwd);
	spin_unlock(&fs->lock);
	return pwd;
}

long sys_getcwd(char __user *buf, size_t size)
{
	struct dentry *pwd = get_pwd();
	char *page, *path;
	long len;

	if (!pwd)
		return -ENOENT;
	len = -ENOMEM;
	page = kmalloc(PATH_MAX, GFP_KERNEL);
	if (!page)
		goto out;
	path = d_path(pwd, page, PATH_MAX);
	len = PTR_ERR(path);
	if (IS_ERR(path))
		goto out;
	len = page + PATH_MAX - path; /* with the NUL */
	if (len > size)
		len = -ERANGE;
	else if (copy_to_user(buf, path, len))
		len = -EFAULT;
out:
	kfree(page);
	dput(pwd);
	return len;
}

long sys_umask(int mask)
{
	struct fs_struct *fs = current->fs;
	mode_t old;

	spin_lock(&fs->lock);
	old = fs->umask;
	fs->umask = mask & 0777;
	spin_unlock(&fs->lock);
	return old;
}
