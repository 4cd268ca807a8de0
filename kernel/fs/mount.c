/*
 * Mounted file systems. Each super_block is mounted at one place: its s_mountpoint says where, and that
 * dentry's d_mounted leads back, both changed under dcache_lock so that no walk sees only one of them. The
 * list of all, and who may change it, is mount_lock's.
 */
#include "internal.h"
#include <abi/mount.h>
#include <kernel/file.h>
#include <kernel/panic.h>
#include <kernel/path.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/syscalls.h>
#include <kernel/task.h>

#define MS_KNOWN (MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME | MS_SILENT | MS_RELATIME | MS_STRICTATIME)

DEFINE_MUTEX(mount_lock, RANK_MOUNT);
LIST_HEAD(mounts);
struct dentry *root_dentry;

static LIST_HEAD(types);	    /* filled at boot only */
static unsigned int next_minor = 2; /* of file systems without a device; mount_lock. 1: pipes */

void register_filesystem(struct file_system_type *type)
{
	list_add_tail(&type->list, &types);
}

struct file_system_type *next_filesystem(struct file_system_type *type)
{
	struct list_head *next = type ? type->list.next : types.next;

	return next != &types ? list_entry(next, struct file_system_type, list) : NULL;
}

static struct file_system_type *find_type(const char *name)
{
	struct file_system_type *type;

	list_for_each_entry(type, &types, list)
		if (!strcmp(type->name, name))
			return type;
	return NULL;
}

/* ---- super_block ---- */

static bool device_is_mounted(dev_t dev)
{
	struct super_block *sb;

	list_for_each_entry(sb, &mounts, s_list)
		if (sb->s_dev == dev)
			return true;
	return false;
}

/* A file system that is ready to be mounted; ERR_PTR. mount_lock is held. */
static struct super_block *open_filesystem(const char *name, const char *source, dev_t dev, unsigned long flags,
					   const char *data)
{
	struct file_system_type *type = find_type(name);
	struct super_block *sb;
	int err;

	lock_assert_held(&mount_lock);
	if (!type)
		return ERR_PTR(-ENODEV);
	if (!type->nodev && device_is_mounted(dev))
		return ERR_PTR(-EBUSY);
	sb = kzalloc(sizeof(*sb), GFP_KERNEL);
	if (!sb)
		return ERR_PTR(-ENOMEM);
	sb->s_type = type;
	sb->s_dev = type->nodev ? DEV_MAKE(0, next_minor) : dev;
	next_minor++;
	sb->s_flags = flags & (MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME | MS_STRICTATIME);
	sb->s_blocksize = PAGE_SIZE;
	sb->s_maxbytes = MAX_LFS_FILESIZE;
	INIT_LIST_HEAD(&sb->s_inodes);
	mutex_init(&sb->s_rename_lock, "rename", RANK_RENAME);
	strlcpy(sb->s_source, source, sizeof(sb->s_source));
	err = type->fill_super(sb, dev, data);
	if (err) {
		kfree(sb);
		return ERR_PTR(err);
	}
	return sb;
}

/* Nobody can reach it any more. */
static void close_filesystem(struct super_block *sb)
{
	dcache_destroy_tree(sb);
	if (sb->s_op->sync_fs)
		sb->s_op->sync_fs(sb);
	if (sb->s_op->put_super)
		sb->s_op->put_super(sb);
	WARN_ON(!list_empty(&sb->s_inodes));
	kfree(sb);
}

/* ---- mount ---- */

int mount_root(const char *type, const char *source, dev_t dev)
{
	struct super_block *sb;

	mutex_lock(&mount_lock);
	sb = open_filesystem(type, source, dev, 0, NULL);
	if (!IS_ERR(sb)) {
		list_add_tail(&sb->s_list, &mounts);
		root_dentry = sb->s_root;
	}
	mutex_unlock(&mount_lock);
	return IS_ERR(sb) ? PTR_ERR(sb) : 0;
}

struct super_block *kern_mount(const char *type, const char *data)
{
	struct super_block *sb;

	mutex_lock(&mount_lock);
	sb = open_filesystem(type, type, 0, 0, data);
	mutex_unlock(&mount_lock);
	return sb;
}

/* Cover target, whose reference is taken over. -ENOENT: it has been removed. */
static int attach(struct super_block *sb, struct dentry *target)
{
	struct inode *dir = target->d_inode;

	mutex_lock(&dir->lock);
	if (dir->i_flags & S_DEAD) {
		mutex_unlock(&dir->lock);
		return -ENOENT;
	}
	spin_lock(&dcache_lock);
	target->d_mounted = sb;
	sb->s_mountpoint = target;
	spin_unlock(&dcache_lock);
	mutex_unlock(&dir->lock);
	list_add_tail(&sb->s_list, &mounts);
	return 0;
}

/* The directory to cover: the topmost if the path's own is covered already, as "/" and "." may be. */
static struct dentry *find_target(const char *path)
{
	struct dentry *target = kern_path(path, LOOKUP_FOLLOW | LOOKUP_DIRECTORY), *top = target;

	if (IS_ERR(target))
		return target;
	spin_lock(&dcache_lock);
	while (top->d_mounted)
		top = top->d_mounted->s_root;
	__dget(top);
	spin_unlock(&dcache_lock);
	dput(target);
	return top;
}

/* The block device that a path names. */
static int source_device(const char *path, dev_t *dev)
{
	struct dentry *dentry = kern_path(path, LOOKUP_FOLLOW);
	int err = 0;

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	if (S_ISBLK(dentry->d_inode->i_mode))
		*dev = dentry->d_inode->i_rdev;
	else
		err = -ENOTBLK;
	dput(dentry);
	return err;
}

int do_mount(const char *source, const char *target, const char *type_name, unsigned long flags, const char *data)
{
	struct file_system_type *type = find_type(type_name);
	struct dentry *dentry;
	struct super_block *sb;
	dev_t dev = 0;
	int err = 0;

	if (flags & ~(unsigned long)MS_KNOWN)
		return -EINVAL;
	if (!type)
		return -ENODEV;
	mutex_lock(&mount_lock);
	dentry = find_target(target);
	if (IS_ERR(dentry)) {
		mutex_unlock(&mount_lock);
		return PTR_ERR(dentry);
	}
	if (!type->nodev)
		err = source_device(source, &dev);
	if (!err) {
		sb = open_filesystem(type_name, source, dev, flags, data);
		err = IS_ERR(sb) ? PTR_ERR(sb) : 0;
	}
	if (!err) {
		err = attach(sb, dentry);
		if (err)
			close_filesystem(sb);
	}
	mutex_unlock(&mount_lock);
	if (err)
		dput(dentry);
	return err;
}

/* A string of a mount() call; *s stays NULL if it is. */
static int copy_string(char **s, const char __user *from)
{
	long len;

	*s = NULL;
	if (!from)
		return 0;
	*s = kmalloc(PATH_MAX, GFP_KERNEL);
	if (!*s)
		return -ENOMEM;
	len = strncpy_from_user(*s, from, PATH_MAX);
	if (len >= 0)
		return 0;
	kfree(*s);
	*s = NULL;
	return len;
}

long sys_mount(const char __user *usource, const char __user *utarget, const char __user *utype,
	       unsigned long flags, const void __user *udata)
{
	char *source = NULL, *target = NULL, *type = NULL, *data = NULL;
	long err;

	if ((flags & MS_MGC_MSK) == MS_MGC_VAL)
		flags &= ~MS_MGC_MSK;
	err = copy_string(&source, usource);
	if (!err)
		err = copy_string(&target, utarget);
	if (!err)
		err = copy_string(&type, utype);
	if (!err)
		err = copy_string(&data, udata);
	if (!err)
		err = target ? type ? do_mount(source ? source : type, target, type, flags, data) : -EINVAL : -EFAULT;
	kfree(data);
	kfree(type);
	kfree(target);
	kfree(source);
	return err;
}

/* ---- umount ---- */

/* Take sb out of the tree of names, unless somebody is in it. mount_lock is held. */
static int detach(struct super_block *sb)
{
	struct dentry *mountpoint;
	int err = -EBUSY;

	dcache_shrink_sb(sb);
	spin_lock(&dcache_lock);
	mountpoint = sb->s_mountpoint;
	if (mountpoint && !__tree_busy(sb->s_root)) {
		mountpoint->d_mounted = NULL;
		sb->s_mountpoint = NULL;
		err = 0;
	}
	spin_unlock(&dcache_lock);
	if (err)
		return err;
	list_del(&sb->s_list);
	dput(mountpoint);
	return 0;
}

static int do_umount(const char *path, int flags)
{
	struct dentry *dentry;
	struct super_block *sb;
	int err;

	mutex_lock(&mount_lock);
	dentry = kern_path(path, flags & UMOUNT_NOFOLLOW ? 0 : LOOKUP_FOLLOW);
	if (IS_ERR(dentry)) {
		mutex_unlock(&mount_lock);
		return PTR_ERR(dentry);
	}
	sb = dentry->d_sb;
	err = dentry == sb->s_root ? 0 : -EINVAL;
	dput(dentry);
	if (!err)
		err = detach(sb);
	if (!err)
		close_filesystem(sb);
	mutex_unlock(&mount_lock);
	return err;
}

long sys_umount2(const char __user *upath, int flags)
{
	struct filename fn;
	long err;

	if (flags & ~(MNT_FORCE | UMOUNT_NOFOLLOW))
		return -EINVAL; /* MNT_DETACH: a mount that is in use stays */
	err = getname(&fn, upath);
	if (err)
		return err;
	err = do_umount(fn.name, flags);
	putname(&fn);
	return err;
}

/* ---- sync ---- */

void sync_filesystems(void)
{
	struct super_block *sb;

	mutex_lock(&mount_lock);
	list_for_each_entry(sb, &mounts, s_list)
		if (sb->s_op->sync_fs)
			sb->s_op->sync_fs(sb);
	mutex_unlock(&mount_lock);
}

void shutdown_filesystems(void)
{
	struct super_block *sb;

	mutex_lock(&mount_lock);
	list_for_each_entry(sb, &mounts, s_list)
		if (sb->s_op->shutdown)
			sb->s_op->shutdown(sb);
	mutex_unlock(&mount_lock);
}

long sys_sync(void)
{
	sync_filesystems();
	return 0;
}

long sys_syncfs(unsigned int fd)
{
	struct fd f = fdget(fd);
	struct super_block *sb;
	long err = 0;

	if (!fd_file(f))
		return -EBADF;
	sb = fd_file(f)->f_inode->i_sb; /* stays mounted while the file is open */
	if (fd_file(f)->f_mode & FMODE_PATH)
		err = -EBADF;
	else if (sb->s_op->sync_fs)
		err = sb->s_op->sync_fs(sb);
	fdput(f);
	return err;
}

static long do_fsync(unsigned int fd, bool datasync)
{
	struct fd f = fdget(fd);
	struct file *file = fd_file(f);
	long err;

	if (!file || file->f_mode & FMODE_PATH) {
		fdput(f);
		return -EBADF;
	}
	err = file->f_op->fsync ? file->f_op->fsync(file, datasync) : -EINVAL;
	fdput(f);
	return err;
}

long sys_fsync(unsigned int fd)
{
	return do_fsync(fd, false);
}

long sys_fdatasync(unsigned int fd)
{
	return do_fsync(fd, true);
}
