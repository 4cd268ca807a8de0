/*
 * From a path to a dentry, one component at a time.
 *
 * As long as names are cached the whole walk is done under dcache_lock and takes no reference but the one for
 * its result. Only a name that is not cached, or a symbolic link, makes it stop, take a reference to where it
 * is, do what may sleep, and go on:
 *
 *	/bin/sh		lock; "bin" found, "sh" found; dget; unlock
 *	/bin/new	lock; "bin" found, "new" not; dget(bin); unlock; ask the file system; lock; ...
 *
 * A link's text is put in front of what remains of the path, in a buffer of its own, and the walk goes on
 * with that. So links need no recursion, only a count.
 */
#include "internal.h"
#include <kernel/file.h>
#include <kernel/page_alloc.h>
#include <kernel/panic.h>
#include <kernel/path.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/task.h>

struct walk {
	struct dentry *at;   /* where it is; dcache_lock or held keeps it alive */
	struct dentry *held; /* reference to at or to something below it, or NULL */
	const char *name;    /* what is left of the path, leading slashes included */
	char *buf;	     /* name may lie in here; NULL: no link was followed */
	unsigned int links;  /* followed so far */
	unsigned int flags;  /* LOOKUP_* */
};

/* A component: where it begins, and what follows it. */
struct component {
	const char *name;
	unsigned int len;
	u32 hash;
	bool last;  /* only slashes follow */
	bool slash; /* at least one slash follows */
};

/* ---- Names of user programs ---- */

int getname(struct filename *fn, const char __user *path)
{
	long len = strncpy_from_user(fn->small, path, sizeof(fn->small));

	fn->name = fn->small;
	if (likely(len != -ENAMETOOLONG))
		return len < 0 ? len : 0;
	fn->name = kmalloc(PATH_MAX, GFP_KERNEL);
	if (!fn->name)
		return -ENOMEM;
	len = strncpy_from_user(fn->name, path, PATH_MAX);
	if (len < 0) {
		kfree(fn->name);
		return len;
	}
	return 0;
}

void putname(struct filename *fn)
{
	if (unlikely(fn->name != fn->small))
		kfree(fn->name);
}

/* ---- One component ---- */

/* Cut the first component off path; false: there is none. */
static inline bool next_component(const char **path, struct component *c)
{
	const char *p = *path;
	u32 hash = 0;

	while (*p == '/')
		p++;
	c->name = p;
	for (; *p && *p != '/'; p++)
		hash = name_hash_step(hash, *p);
	c->len = p - c->name;
	c->hash = hash;
	c->slash = *p == '/';
	while (*p == '/')
		p++;
	c->last = !*p;
	*path = p;
	return c->len != 0;
}

static inline bool is_dot(const struct component *c)
{
	return c->len == 1 && c->name[0] == '.';
}

static inline bool is_dotdot(const struct component *c)
{
	return c->len == 2 && c->name[0] == '.' && c->name[1] == '.';
}

/* What lies on top of a directory that is a mount point. */
static inline struct dentry *__cross_mounts(struct dentry *dentry)
{
	while (unlikely(dentry->d_mounted))
		dentry = dentry->d_mounted->s_root;
	return dentry;
}

/* `..`, which does not leave the root; a mounted root's is its mount point's. */
static struct dentry *__parent_of(struct dentry *dentry)
{
	while (dentry != current->fs->root) {
		if (dentry->d_parent != dentry)
			return __cross_mounts(dentry->d_parent);
		if (!dentry->d_sb->s_mountpoint)
			break;
		dentry = dentry->d_sb->s_mountpoint;
	}
	return dentry;
}

struct dentry *lookup_in(struct dentry *dir, const char *name, unsigned int len, u32 hash)
{
	struct inode *inode, *dir_inode = dir->d_inode;
	struct dentry *dentry;
	int err;

	lock_assert_held(&dir_inode->lock);
	spin_lock(&dcache_lock);
	dentry = __d_lookup(dir, name, len, hash);
	if (dentry)
		__dget(dentry);
	spin_unlock(&dcache_lock);
	if (dentry)
		return dentry;
	if (dir_inode->i_flags & S_DEAD)
		return ERR_PTR(-ENOENT);
	if (!dir_inode->i_op->lookup)
		return ERR_PTR(-ENOTDIR);

	dentry = d_alloc(dir, name, len, hash);
	if (!dentry)
		return ERR_PTR(-ENOMEM);
	inode = dir_inode->i_op->lookup(dir_inode, dentry);
	if (IS_ERR(inode)) {
		dput(dentry);
		return ERR_PTR(PTR_ERR(inode));
	}
	err = inode ? d_add(dentry, inode) : 0;
	if (err) {
		iput(inode);
		dput(dentry);
		return ERR_PTR(err);
	}
	return dentry;
}

/* ---- The walk ---- */

/* Names that were not cached are looked up in dir, to which the caller has a reference. */
static struct dentry *lookup_slow(struct dentry *dir, const struct component *c)
{
	struct dentry *dentry;

	mutex_lock(&dir->d_inode->lock);
	dentry = lookup_in(dir, c->name, c->len, c->hash);
	mutex_unlock(&dir->d_inode->lock);
	return dentry;
}

/* Go on from dentry, whose reference is taken over. dcache_lock is not held. */
static void walk_hold(struct walk *w, struct dentry *dentry)
{
	dput(w->held);
	w->held = dentry;
	w->at = dentry;
}

/* The text of link, then rest, become the path that is left. */
static int expand_link(struct walk *w, struct inode *link, const char *rest)
{
	size_t rest_len = strlen(rest);
	char *buf = kmalloc(PATH_MAX, GFP_KERNEL);
	int len;

	if (!buf)
		return -ENOMEM;
	len = read_link(link, buf, PATH_MAX);
	if (len == 0)
		len = -ENOENT;
	else if (len > 0 && len + 1 + rest_len + 1 > PATH_MAX)
		len = -ENAMETOOLONG;
	if (len < 0) {
		kfree(buf);
		return len;
	}
	/* A slash after the link's name stays: what it names must be a directory. */
	if (rest[-1] == '/')
		buf[len++] = '/';
	memcpy(buf + len, rest, rest_len + 1);
	kfree(w->buf);
	w->buf = buf;
	w->name = buf;
	return 0;
}

/*
 * Follow link, found in w->at; both are held by a reference that this function drops. rest, what is left of
 * the path behind it, follows a character that belongs to the path too.
 */
static int walk_link(struct walk *w, struct dentry *link, struct dentry *dir, const char *rest)
{
	struct inode *inode = link->d_inode;
	struct dentry *target;
	int err;

	walk_hold(w, dir);
	if (++w->links > MAX_LINKS) {
		err = -ELOOP;
	} else if (inode->i_op->follow_link) {
		target = inode->i_op->follow_link(inode);
		err = IS_ERR(target) ? PTR_ERR(target) : 0;
		if (!err) {
			walk_hold(w, target);
			w->name = rest;
		}
	} else {
		err = expand_link(w, inode, rest);
		if (!err && w->name[0] == '/')
			walk_hold(w, dget(current->fs->root));
	}
	dput(link);
	return err;
}

/*
 * Take the steps of w->name, up to the last component (last given: it is returned there and not looked at) or
 * all of them. dcache_lock is held on entry and, on success, on return, with the result in w->at.
 */
static int walk_path(struct walk *w, struct component *last)
{
	struct dentry *next, *dir;
	struct component c;
	int err;

	for (;;) {
		if (!next_component(&w->name, &c)) {
			if (last)
				*last = c;
			return 0;
		}
		dir = w->at;
		err = -ENOTDIR;
		if (!dir->d_inode || !S_ISDIR(dir->d_inode->i_mode))
			goto fail_locked;
		err = -ENAMETOOLONG;
		if (c.len > NAME_MAX)
			goto fail_locked;
		if (last && c.last) {
			*last = c;
			return 0;
		}
		if (unlikely(c.name[0] == '.')) {
			if (is_dot(&c))
				continue;
			if (is_dotdot(&c)) {
				w->at = __parent_of(dir);
				continue;
			}
		}

		next = __d_lookup(dir, c.name, c.len, c.hash);
		if (unlikely(!next)) {
			__dget(dir);
			spin_unlock(&dcache_lock);
			next = lookup_slow(dir, &c);
			if (IS_ERR(next) || !next->d_inode) {
				err = IS_ERR(next) ? PTR_ERR(next) : -ENOENT;
				if (!IS_ERR(next))
					dput(next);
				dput(dir);
				return err;
			}
			if (S_ISLNK(next->d_inode->i_mode) && (!c.last || c.slash || w->flags & LOOKUP_FOLLOW)) {
				err = walk_link(w, next, dir, w->name);
				if (err)
					return err;
				spin_lock(&dcache_lock);
				continue;
			}
			dput(dir);
			walk_hold(w, next);
			spin_lock(&dcache_lock);
		} else if (unlikely(S_ISLNK(next->d_inode->i_mode)) &&
			   (!c.last || c.slash || w->flags & LOOKUP_FOLLOW)) {
			__dget(dir);
			__dget(next);
			spin_unlock(&dcache_lock);
			err = walk_link(w, next, dir, w->name);
			if (err)
				return err;
			spin_lock(&dcache_lock);
			continue;
		}
		w->at = __cross_mounts(next);
		if (c.last && c.slash && !S_ISDIR(w->at->d_inode->i_mode)) {
			err = -ENOTDIR;
			goto fail_locked;
		}
	}

fail_locked:
	spin_unlock(&dcache_lock);
	return err;
}

/* Where a path begins. On success dcache_lock is held. */
static int walk_begin(struct walk *w, int dfd, const char *name, unsigned int flags)
{
	struct fd f;

	*w = (struct walk){ .name = name, .flags = flags };
	if (unlikely(!name[0]) && !(flags & LOOKUP_EMPTY))
		return -ENOENT;
	if (name[0] == '/') {
		spin_lock(&dcache_lock);
		w->at = current->fs->root;
		return 0;
	}
	if (dfd == AT_FDCWD) {
		spin_lock(&dcache_lock);
		w->at = current->fs->pwd;
		return 0;
	}
	f = fdget(dfd);
	if (!fd_file(f))
		return -EBADF;
	if (!fd_file(f)->f_dentry || (name[0] && !S_ISDIR(fd_file(f)->f_inode->i_mode))) {
		fdput(f);
		return -ENOTDIR;
	}
	w->at = w->held = dget(fd_file(f)->f_dentry);
	fdput(f);
	spin_lock(&dcache_lock);
	return 0;
}

static void walk_end(struct walk *w)
{
	dput(w->held);
	kfree(w->buf);
}

struct dentry *path_lookup(int dfd, const char *name, unsigned int flags)
{
	struct dentry *found = NULL;
	struct walk w;
	int err;

	err = walk_begin(&w, dfd, name, flags);
	if (!err)
		err = walk_path(&w, NULL);
	if (!err) {
		found = w.at;
		if (flags & LOOKUP_DIRECTORY && !S_ISDIR(found->d_inode->i_mode))
			err = -ENOTDIR;
		else
			__dget(found);
		spin_unlock(&dcache_lock);
	}
	if (unlikely(w.held || w.buf))
		walk_end(&w);
	return err ? ERR_PTR(err) : found;
}

/* ---- All but the last component ---- */

static int walk_to_last(struct walk *w, struct last_name *last)
{
	struct component c;
	int err = walk_path(w, &c);

	if (!err) {
		last->dir = __dget(w->at);
		spin_unlock(&dcache_lock);
		last->name = c.name;
		last->len = c.len;
		last->hash = c.hash;
		last->slash = c.slash;
		last->is_dotdot = is_dotdot(&c);
		last->normal = c.len && !is_dot(&c) && !last->is_dotdot;
		last->buf = w->buf;
		last->links = w->links;
		w->buf = NULL;
	}
	walk_end(w);
	return err;
}

int path_parent(int dfd, const char *name, struct last_name *last)
{
	struct walk w;
	int err = walk_begin(&w, dfd, name, 0);

	return err ? err : walk_to_last(&w, last);
}

void path_put_last(struct last_name *last)
{
	dput(last->dir);
	kfree(last->buf);
}

int path_follow_last(struct last_name *last, struct dentry *link)
{
	struct walk w = { .buf = last->buf, .links = last->links };
	int err = walk_link(&w, dget(link), last->dir, last->name + last->len);

	if (!err) {
		spin_lock(&dcache_lock);
		return walk_to_last(&w, last);
	}
	walk_end(&w);
	return err;
}

struct dentry *lookup_last(struct last_name *last)
{
	return lookup_in(last->dir, last->name, last->len, last->hash);
}

/* ---- For others ---- */

struct dentry *kern_path(const char *path, unsigned int flags)
{
	return path_lookup(AT_FDCWD, path, flags);
}

struct dentry *user_path_at(int dfd, const char __user *path, unsigned int flags)
{
	struct dentry *dentry;
	struct filename fn;
	int err = getname(&fn, path);

	if (err)
		return ERR_PTR(err);
	dentry = path_lookup(dfd, fn.name, flags);
	putname(&fn);
	return dentry;
}
