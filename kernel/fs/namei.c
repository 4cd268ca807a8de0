/*
 * Calls that change names: mkdir, mknod, unlink, link, symlink, rename.
 *
 * Each has the lock of the directory it changes, and finds there, under that lock, the name's dentry: what it
 * says then stays true until the lock is released. rename of two directories takes s_rename_lock first, so
 * that no directory moves meanwhile and "which is above the other" has one answer.
 */
#include "internal.h"
#include <kernel/file.h>
#include <kernel/path.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/syscalls.h>
#include <kernel/task.h>

/* ---- Making names ---- */

/* The dentry for a new name, its directory locked; end_create() follows unless this fails. */
static struct dentry *begin_create(int dfd, const char __user *path, struct filename *fn, struct last_name *last,
				   bool is_dir)
{
	struct dentry *dentry;
	struct inode *dir;
	int err = getname(fn, path);

	if (err)
		return ERR_PTR(err);
	err = path_parent(dfd, fn->name, last);
	if (err)
		goto put_name;
	err = -EEXIST;
	if (!last->normal)
		goto put_last;

	dir = last->dir->d_inode;
	mutex_lock(&dir->lock);
	dentry = lookup_last(last);
	err = PTR_ERR(dentry);
	if (IS_ERR(dentry))
		goto unlock;
	if (dentry->d_inode)
		err = -EEXIST;
	else if (last->slash && !is_dir)
		err = -ENOENT;
	else
		err = inode_writable(dir);
	if (!err)
		return dentry;
	dput(dentry);
unlock:
	mutex_unlock(&dir->lock);
put_last:
	path_put_last(last);
put_name:
	putname(fn);
	return ERR_PTR(err);
}

static void end_create(struct dentry *dentry, struct filename *fn, struct last_name *last)
{
	mutex_unlock(&last->dir->d_inode->lock);
	dput(dentry);
	path_put_last(last);
	putname(fn);
}

long sys_mkdirat(int dfd, const char __user *path, mode_t mode)
{
	struct last_name last;
	struct filename fn;
	struct dentry *dentry = begin_create(dfd, path, &fn, &last, true);
	struct inode *dir;
	long err;

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	dir = last.dir->d_inode;
	mode = (mode & 01777 & ~current->fs->umask) | S_IFDIR;
	err = dir->i_op->mkdir ? dir->i_op->mkdir(dir, dentry, mode) : -EPERM;
	end_create(dentry, &fn, &last);
	return err;
}

long sys_mkdir(const char __user *path, mode_t mode)
{
	return sys_mkdirat(AT_FDCWD, path, mode);
}

long sys_mknodat(int dfd, const char __user *path, mode_t mode, unsigned int dev)
{
	struct last_name last;
	struct filename fn;
	struct dentry *dentry;
	struct inode *dir;
	long err;

	if (!(mode & S_IFMT))
		mode |= S_IFREG;
	if (S_ISDIR(mode))
		return -EPERM;
	if (!S_ISREG(mode) && !S_ISCHR(mode) && !S_ISBLK(mode) && !S_ISFIFO(mode) && !S_ISSOCK(mode))
		return -EINVAL;
	dentry = begin_create(dfd, path, &fn, &last, false);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	dir = last.dir->d_inode;
	mode &= S_IFMT | (07777 & ~current->fs->umask);
	if (S_ISREG(mode))
		err = dir->i_op->create ? dir->i_op->create(dir, dentry, mode) : -EACCES;
	else
		err = dir->i_op->mknod ? dir->i_op->mknod(dir, dentry, mode, dev) : -EPERM;
	end_create(dentry, &fn, &last);
	return err;
}

long sys_symlinkat(const char __user *utarget, int dfd, const char __user *path)
{
	struct filename target, fn;
	struct last_name last;
	struct dentry *dentry;
	struct inode *dir;
	long err = getname(&target, utarget);

	if (err)
		return err;
	err = -ENOENT;
	if (!target.name[0])
		goto put_target;
	dentry = begin_create(dfd, path, &fn, &last, false);
	err = PTR_ERR(dentry);
	if (IS_ERR(dentry))
		goto put_target;
	dir = last.dir->d_inode;
	err = dir->i_op->symlink ? dir->i_op->symlink(dir, dentry, target.name) : -EPERM;
	end_create(dentry, &fn, &last);
put_target:
	putname(&target);
	return err;
}

static long do_link(struct dentry *old, struct dentry *dentry, struct inode *dir)
{
	struct inode *inode = old->d_inode;
	long err;

	if (S_ISDIR(inode->i_mode) || !dir->i_op->link)
		return -EPERM;
	mutex_lock(&inode->lock);
	err = inode->i_nlink ? dir->i_op->link(inode, dir, dentry) : -ENOENT;
	mutex_unlock(&inode->lock);
	return err;
}

long sys_linkat(int old_dfd, const char __user *old_path, int dfd, const char __user *path, int flags)
{
	struct dentry *old, *dentry;
	struct last_name last;
	struct filename fn;
	long err;

	if (flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	old = user_path_at(old_dfd, old_path,
			   (flags & AT_SYMLINK_FOLLOW ? LOOKUP_FOLLOW : 0) |
				   (flags & AT_EMPTY_PATH ? LOOKUP_EMPTY : 0));
	if (IS_ERR(old))
		return PTR_ERR(old);
	dentry = begin_create(dfd, path, &fn, &last, false);
	err = PTR_ERR(dentry);
	if (!IS_ERR(dentry)) {
		err = old->d_sb == dentry->d_sb ? do_link(old, dentry, last.dir->d_inode) : -EXDEV;
		end_create(dentry, &fn, &last);
	}
	dput(old);
	return err;
}

/* ---- Removing names ---- */

static int unlink_file(struct inode *dir, struct dentry *dentry, bool slash)
{
	struct inode *inode = dentry->d_inode;
	int err;

	if (!inode)
		return -ENOENT;
	if (S_ISDIR(inode->i_mode))
		return -EISDIR;
	if (slash)
		return -ENOTDIR;
	if (dentry->d_mounted)
		return -EBUSY;
	if (!dir->i_op->unlink)
		return -EPERM;
	mutex_lock(&inode->lock);
	err = dir->i_op->unlink(dir, dentry);
	mutex_unlock(&inode->lock);
	if (!err)
		d_delete(dentry);
	return err;
}

static int unlink_dir(struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = dentry->d_inode;
	int err;

	if (!inode)
		return -ENOENT;
	if (!S_ISDIR(inode->i_mode))
		return -ENOTDIR;
	if (!dir->i_op->rmdir)
		return -EPERM;
	mutex_lock_nested(&inode->lock); /* below its parent; nothing is mounted on it meanwhile */
	err = dentry->d_mounted ? -EBUSY : dir->i_op->rmdir(dir, dentry);
	if (!err)
		inode->i_flags |= S_DEAD;
	mutex_unlock(&inode->lock);
	if (!err)
		d_delete(dentry);
	return err;
}

/* The last component is no name: what rmdir and unlink say to that. */
static int not_a_name(const struct last_name *last, bool is_dir)
{
	if (!is_dir)
		return -EISDIR;
	if (!last->len)
		return -EBUSY;
	return last->is_dotdot ? -ENOTEMPTY : -EINVAL;
}

static long remove_last(struct last_name *last, bool is_dir)
{
	struct inode *dir = last->dir->d_inode;
	struct dentry *dentry;
	long err;

	if (!last->normal)
		return not_a_name(last, is_dir);
	err = inode_writable(dir);
	if (err)
		return err;
	mutex_lock(&dir->lock);
	dentry = lookup_last(last);
	if (IS_ERR(dentry))
		err = PTR_ERR(dentry);
	else
		err = is_dir ? unlink_dir(dir, dentry) : unlink_file(dir, dentry, last->slash);
	mutex_unlock(&dir->lock);
	/* The last reference to a large file takes its time: not under the directory's lock. */
	if (!IS_ERR(dentry))
		dput(dentry);
	return err;
}

long sys_unlinkat(int dfd, const char __user *path, int flags)
{
	struct last_name last;
	struct filename fn;
	long err;

	if (flags & ~AT_REMOVEDIR)
		return -EINVAL;
	err = getname(&fn, path);
	if (err)
		return err;
	err = path_parent(dfd, fn.name, &last);
	if (!err) {
		err = remove_last(&last, flags & AT_REMOVEDIR);
		path_put_last(&last);
	}
	putname(&fn);
	return err;
}

long sys_unlink(const char __user *path)
{
	return sys_unlinkat(AT_FDCWD, path, 0);
}

long sys_rmdir(const char __user *path)
{
	return sys_unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

/* ---- rename ---- */

static void lock_two_dirs(struct dentry *a, struct dentry *b)
{
	if (a == b) {
		mutex_lock(&a->d_inode->lock);
		return;
	}
	mutex_lock(&a->d_sb->s_rename_lock);
	if (is_below(a, b)) { /* b is the ancestor */
		struct dentry *t = a;

		a = b;
		b = t;
	}
	mutex_lock(&a->d_inode->lock);
	mutex_lock_nested(&b->d_inode->lock);
}

static void unlock_two_dirs(struct dentry *a, struct dentry *b)
{
	mutex_unlock(&a->d_inode->lock);
	if (a != b) {
		mutex_unlock(&b->d_inode->lock);
		mutex_unlock(&a->d_sb->s_rename_lock);
	}
}

/* May old take the place of target (which may not exist)? */
static int may_rename(struct dentry *old, struct dentry *old_dir, struct dentry *target, struct dentry *new_dir,
		      unsigned int flags)
{
	struct inode *inode = old->d_inode, *replaced = target->d_inode;

	if (is_below(new_dir, old))
		return -EINVAL; /* into itself */
	if (replaced && is_below(old_dir, target))
		return flags & RENAME_EXCHANGE ? -EINVAL : -ENOTEMPTY;
	if (replaced && !(flags & RENAME_EXCHANGE)) {
		if (S_ISDIR(inode->i_mode) && !S_ISDIR(replaced->i_mode))
			return -ENOTDIR;
		if (!S_ISDIR(inode->i_mode) && S_ISDIR(replaced->i_mode))
			return -EISDIR;
	}
	if (old->d_mounted)
		return -EBUSY;
	if (!old_dir->d_inode->i_op->rename)
		return -EPERM;
	return 0;
}

static int rename_dentries(struct dentry *old, struct dentry *old_dir, struct dentry *target,
			   struct dentry *new_dir, unsigned int flags)
{
	struct inode *replaced = target->d_inode;
	int err = may_rename(old, old_dir, target, new_dir, flags);

	if (err)
		return err;
	if (old->d_inode == replaced)
		return 0; /* two names of one file: nothing happens */
	if (replaced)
		mutex_lock_nested(&replaced->lock);
	err = target->d_mounted ? -EBUSY : /* only now nothing can be mounted on it */
		      old_dir->d_inode->i_op->rename(old_dir->d_inode, old, new_dir->d_inode, target, flags);
	if (!err && replaced && S_ISDIR(replaced->i_mode) && !(flags & RENAME_EXCHANGE))
		replaced->i_flags |= S_DEAD;
	if (replaced)
		mutex_unlock(&replaced->lock);
	if (err)
		return err;
	if (flags & RENAME_EXCHANGE)
		d_exchange(old, target);
	else
		d_move(old, target);
	return 0;
}

/* A slash after a name says that it is a directory. */
static bool slash_after_file(const struct last_name *last, const struct dentry *dentry)
{
	return last->slash && !S_ISDIR(dentry->d_inode->i_mode);
}

static long rename_last(struct last_name *from, struct last_name *to, unsigned int flags)
{
	struct dentry *old, *target;
	long err;

	if (from->dir->d_sb != to->dir->d_sb)
		return -EXDEV;
	if (!from->normal)
		return -EBUSY;
	if (!to->normal)
		return flags & RENAME_NOREPLACE ? -EEXIST : -EBUSY;
	err = inode_writable(from->dir->d_inode);
	if (err)
		return err;
	lock_two_dirs(from->dir, to->dir);
	old = lookup_last(from);
	err = PTR_ERR(old);
	if (IS_ERR(old))
		goto unlock;
	target = NULL;
	err = -ENOENT;
	if (!old->d_inode)
		goto put_old;
	target = lookup_last(to);
	err = PTR_ERR(target);
	if (IS_ERR(target)) {
		target = NULL;
		goto put_old;
	}
	err = target->d_inode ? -EEXIST : -ENOENT;
	if (flags & (target->d_inode ? RENAME_NOREPLACE : RENAME_EXCHANGE))
		goto put_old;
	err = -ENOTDIR;
	if (slash_after_file(from, old) || (!(flags & RENAME_EXCHANGE) && slash_after_file(to, old)) ||
	    (flags & RENAME_EXCHANGE && slash_after_file(to, target)))
		goto put_old;
	err = rename_dentries(old, from->dir, target, to->dir, flags);
put_old:
	unlock_two_dirs(from->dir, to->dir);
	dput(target);
	dput(old);
	return err;
unlock:
	unlock_two_dirs(from->dir, to->dir);
	return err;
}

long sys_renameat2(int old_dfd, const char __user *old_path, int new_dfd, const char __user *new_path,
		   unsigned int flags)
{
	struct filename old_fn, new_fn;
	struct last_name from, to;
	long err;

	if (flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE) || flags == (RENAME_NOREPLACE | RENAME_EXCHANGE))
		return -EINVAL;
	err = getname(&old_fn, old_path);
	if (err)
		return err;
	err = getname(&new_fn, new_path);
	if (err)
		goto put_old;
	err = path_parent(old_dfd, old_fn.name, &from);
	if (err)
		goto put_new;
	err = path_parent(new_dfd, new_fn.name, &to);
	if (err)
		goto put_from;
	err = rename_last(&from, &to, flags);
	path_put_last(&to);
put_from:
	path_put_last(&from);
put_new:
	putname(&new_fn);
put_old:
	putname(&old_fn);
	return err;
}
