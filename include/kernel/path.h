/* From a path to a dentry. */
#ifndef KERNEL_PATH_H
#define KERNEL_PATH_H

#include <kernel/compiler.h>
#include <kernel/fs.h>

#define LOOKUP_FOLLOW	 0x1u /* a symbolic link at the end is followed */
#define LOOKUP_DIRECTORY 0x2u /* what is found must be a directory */
#define LOOKUP_EMPTY	 0x4u /* "" is the directory descriptor itself */

/* What AT_SYMLINK_NOFOLLOW and AT_EMPTY_PATH mean for a look-up. */
static inline unsigned int at_lookup_flags(int flags)
{
	return (flags & AT_SYMLINK_NOFOLLOW ? 0 : LOOKUP_FOLLOW) | (flags & AT_EMPTY_PATH ? LOOKUP_EMPTY : 0);
}

#define MAX_LINKS 40 /* symbolic links in one look-up, then -ELOOP */

/* A path copied from a program. Short ones, nearly all, stay on the stack. */
struct filename {
	char *name;
	char small[128];
};
int __must_check getname(struct filename *fn, const char __user *path); /* -EFAULT, -ENAMETOOLONG, -ENOMEM */
void putname(struct filename *fn);

/* The last component of a path, with the directory that it is in. */
struct last_name {
	struct dentry *dir; /* with a reference */
	const char *name;   /* not terminated: len bytes */
	unsigned int len;
	u32 hash;
	bool normal;	    /* false: the path ends in ".", ".." or "/" */
	bool is_dotdot;	    /* then: ends in ".." */
	bool slash;	    /* there are slashes after it */
	char *buf;	    /* name may lie in here: the text of a link */
	unsigned int links; /* symbolic links followed on the way */
};

/* dfd: an open directory, or AT_FDCWD. With a reference, or ERR_PTR. */
struct dentry *__must_check path_lookup(int dfd, const char *name, unsigned int flags);
/* All but the last component, which need not exist. 0: path_put_last() follows. */
int __must_check path_parent(int dfd, const char *name, struct last_name *last);
void path_put_last(struct last_name *last);
/* The same for a symbolic link at the end, whose dentry is given: last names what the link names. The old
 * last is put, on failure too. */
int __must_check path_follow_last(struct last_name *last, struct dentry *link);

/* The dentry of last, with a reference, d_inode NULL if there is none. last->dir->d_inode->lock is held. */
struct dentry *__must_check lookup_last(struct last_name *last);

/* getname() and path_lookup() in one. */
struct dentry *__must_check user_path_at(int dfd, const char __user *path, unsigned int flags);

#endif
