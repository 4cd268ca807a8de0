/*
 * The tree of names. Each dentry is in its parent's list of children; those with an inode are also in
 * a hash by (parent, name), where look-up finds them.
 *
 *	in use		d_count > 0. A child counts: whoever holds a dentry holds all above it
 *	unused		d_count == 0, in the hash and on the LRU list: the cache. Found, it is in use again;
 *			it may then stay on the list until somebody looks
 *	deleted		out of the hash: goes with the last reference
 *	without inode	a name that does not exist. Only while an operation on it goes on: it is not in the
 *			hash, and goes with the last reference
 *
 * One lock, dcache_lock, guards the shape of the tree, all names, and a d_count that becomes 0. A dentry gets
 * or loses its inode, and its name in the file system, with its directory's inode lock held as well.
 */
#include "internal.h"
#include <kernel/file.h>
#include <kernel/panic.h>
#include <kernel/printk.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/task.h>

#define HASH_SIZE 1024

struct spinlock dcache_lock = SPINLOCK_INIT("dcache_lock", RANK_ICACHE);

static struct kmem_cache *dentry_cache;
static struct dentry *dentry_hash[HASH_SIZE];
static LIST_HEAD(unused_list); /* the longest unused first */

void dcache_init(void)
{
	dentry_cache = kmem_cache_create("dentry", sizeof(struct dentry), 0);
}

/* ---- Look-up ---- */

static inline struct dentry **hash_chain(const struct dentry *dir, u32 hash)
{
	return &dentry_hash[(hash + (u32)((unsigned long)dir >> 6)) % HASH_SIZE];
}

struct dentry *__d_lookup(struct dentry *dir, const char *name, unsigned int len, u32 hash)
{
	struct dentry *dentry;

	lock_assert_held(&dcache_lock);
	for (dentry = *hash_chain(dir, hash); dentry; dentry = dentry->d_hash_next)
		if (dentry->d_hash == hash && dentry->d_parent == dir && dentry->d_len == len &&
		    !memcmp(dentry->d_name, name, len))
			return dentry;
	return NULL;
}

static void __d_hash(struct dentry *dentry)
{
	struct dentry **chain = hash_chain(dentry->d_parent, dentry->d_hash);

	if (dentry->d_sb->s_flags & SB_NOCACHE)
		return;
	dentry->d_hash_next = *chain;
	*chain = dentry;
	dentry->d_flags |= DCACHE_HASHED;
}

static void __d_unhash(struct dentry *dentry)
{
	struct dentry **p = hash_chain(dentry->d_parent, dentry->d_hash);

	if (!(dentry->d_flags & DCACHE_HASHED))
		return;
	while (*p != dentry)
		p = &(*p)->d_hash_next;
	*p = dentry->d_hash_next;
	dentry->d_flags &= ~DCACHE_HASHED;
}

/* ---- Life ---- */

static struct dentry *alloc_dentry(struct super_block *sb, const char *name, unsigned int len)
{
	struct dentry *dentry = kmem_cache_alloc(dentry_cache, GFP_KERNEL);
	char *copy;

	if (!dentry)
		return NULL;
	copy = dentry->d_iname;
	if (len >= DNAME_INLINE) {
		copy = kmalloc(len + 1, GFP_KERNEL);
		if (!copy) {
			kmem_cache_free(dentry_cache, dentry);
			return NULL;
		}
	}
	memset(dentry, 0, offsetof(struct dentry, d_iname));
	memcpy(copy, name, len);
	copy[len] = '\0';
	dentry->d_name = copy;
	dentry->d_len = len;
	dentry->d_sb = sb;
	atomic_set(&dentry->d_count, 1);
	INIT_LIST_HEAD(&dentry->d_subdirs);
	return dentry;
}

static void free_dentry(struct dentry *dentry)
{
	if (dentry->d_name != dentry->d_iname)
		kfree(dentry->d_name);
	kmem_cache_free(dentry_cache, dentry);
}

struct dentry *d_alloc(struct dentry *parent, const char *name, unsigned int len, u32 hash)
{
	struct dentry *dentry = alloc_dentry(parent->d_sb, name, len);

	if (!dentry)
		return NULL;
	dentry->d_hash = hash;
	spin_lock(&dcache_lock);
	dentry->d_parent = __dget(parent);
	list_add_tail(&dentry->d_child, &parent->d_subdirs);
	spin_unlock(&dcache_lock);
	return dentry;
}

struct dentry *d_make_root(struct super_block *sb, struct inode *inode)
{
	struct dentry *dentry = alloc_dentry(sb, "/", 1);

	if (!dentry) {
		iput(inode);
		return NULL;
	}
	inode_init_lock(inode);
	dentry->d_parent = dentry;
	dentry->d_inode = inode;
	inode->i_dentry = dentry;
	return dentry;
}

struct dentry *d_alloc_nameless(struct inode *inode)
{
	struct dentry *dentry = alloc_dentry(inode->i_sb, "", 0);

	if (!dentry)
		return NULL;
	ihold(inode);
	dentry->d_parent = dentry;
	dentry->d_inode = inode;
	return dentry;
}

struct dentry *dget(struct dentry *dentry)
{
	return __dget(dentry);
}

static void __lru_del(struct dentry *dentry)
{
	if (dentry->d_flags & DCACHE_LRU) {
		list_del(&dentry->d_lru);
		dentry->d_flags &= ~DCACHE_LRU;
	}
}

/* Nobody holds dentry, and it goes; dcache_lock is held, and released. Its parent, whose reference it held. */
static struct dentry *__dentry_kill(struct dentry *dentry)
{
	struct dentry *parent = dentry->d_parent;
	struct inode *inode = dentry->d_inode;

	DEBUG_BUG_ON(!list_empty(&dentry->d_subdirs));
	__d_unhash(dentry);
	__lru_del(dentry);
	if (parent != dentry)
		list_del(&dentry->d_child);
	if (inode && inode->i_dentry == dentry)
		inode->i_dentry = NULL;
	spin_unlock(&dcache_lock);
	iput(inode);
	free_dentry(dentry);
	return parent != dentry ? parent : NULL;
}

/* One reference less, if it is not the last. */
static inline bool dput_not_last(struct dentry *dentry)
{
	int count = atomic_read(&dentry->d_count), old;

	while (count > 1) {
		old = atomic_cmpxchg(&dentry->d_count, count, count - 1);
		if (old == count)
			return true;
		count = old;
	}
	return false;
}

void dput(struct dentry *dentry)
{
	while (dentry) {
		if (dput_not_last(dentry))
			return;
		spin_lock(&dcache_lock);
		if (!atomic_dec_and_test(&dentry->d_count)) {
			spin_unlock(&dcache_lock);
			return;
		}
		if (dentry->d_flags & DCACHE_HASHED) {
			if (!(dentry->d_flags & DCACHE_LRU)) {
				list_add_tail(&dentry->d_lru, &unused_list);
				dentry->d_flags |= DCACHE_LRU;
			}
			spin_unlock(&dcache_lock);
			return;
		}
		dentry = __dentry_kill(dentry);
	}
}

/* Two names of one directory would be two places in the tree with one lock. */
static int __d_set_inode(struct dentry *dentry, struct inode *inode)
{
	if (S_ISDIR(inode->i_mode)) {
		if (inode->i_dentry)
			return -EIO;
		inode->i_dentry = dentry;
	}
	dentry->d_inode = inode;
	return 0;
}

int d_add(struct dentry *dentry, struct inode *inode)
{
	int err;

	spin_lock(&dcache_lock);
	err = __d_set_inode(dentry, inode);
	if (!err)
		__d_hash(dentry);
	spin_unlock(&dcache_lock);
	return err;
}

void d_instantiate(struct dentry *dentry, struct inode *inode)
{
	int err;

	inode_init_lock(inode);
	err = d_add(dentry, inode);
	BUG_ON(err); /* the inode is new: it has no other name */
}

void d_delete(struct dentry *dentry)
{
	spin_lock(&dcache_lock);
	__d_unhash(dentry);
	dentry->d_flags |= DCACHE_DELETED;
	spin_unlock(&dcache_lock);
}

void d_pin(struct dentry *dentry)
{
	spin_lock(&dcache_lock);
	__dget(dentry);
	dentry->d_flags |= DCACHE_PINNED;
	spin_unlock(&dcache_lock);
}

void d_unpin(struct dentry *dentry)
{
	spin_lock(&dcache_lock);
	dentry->d_flags &= ~DCACHE_PINNED;
	spin_unlock(&dcache_lock);
	dput(dentry);
}

/* ---- Rename ---- */

/* A name that is stored inside its dentry has to be copied, the pointer would not do. */
static void swap_names(struct dentry *a, struct dentry *b)
{
	char inline_a[DNAME_INLINE];
	const char *name_a = a->d_name, *name_b = b->d_name;
	u32 hash = a->d_hash;
	u16 len = a->d_len;

	memcpy(inline_a, a->d_iname, DNAME_INLINE);
	memcpy(a->d_iname, b->d_iname, DNAME_INLINE);
	memcpy(b->d_iname, inline_a, DNAME_INLINE);
	a->d_name = name_b == b->d_iname ? a->d_iname : name_b;
	b->d_name = name_a == a->d_iname ? b->d_iname : name_a;
	a->d_hash = b->d_hash;
	b->d_hash = hash;
	a->d_len = b->d_len;
	b->d_len = len;
}

/* The references to the two parents change owners along with the links. */
static void swap_parents(struct dentry *a, struct dentry *b)
{
	struct dentry *parent = a->d_parent;

	a->d_parent = b->d_parent;
	b->d_parent = parent;
	list_del(&a->d_child);
	list_del(&b->d_child);
	list_add_tail(&a->d_child, &a->d_parent->d_subdirs);
	list_add_tail(&b->d_child, &b->d_parent->d_subdirs);
}

static void __d_swap(struct dentry *a, struct dentry *b)
{
	__d_unhash(a);
	__d_unhash(b);
	swap_names(a, b);
	swap_parents(a, b);
	__d_hash(a);
}

void d_move(struct dentry *dentry, struct dentry *target)
{
	spin_lock(&dcache_lock);
	__d_swap(dentry, target);
	target->d_flags |= DCACHE_DELETED;
	spin_unlock(&dcache_lock);
}

void d_exchange(struct dentry *a, struct dentry *b)
{
	spin_lock(&dcache_lock);
	__d_swap(a, b);
	__d_hash(b);
	spin_unlock(&dcache_lock);
}

bool __is_below(const struct dentry *dentry, const struct dentry *dir)
{
	while (dentry != dir && dentry->d_parent != dentry)
		dentry = dentry->d_parent;
	return dentry == dir;
}

bool is_below(const struct dentry *dentry, const struct dentry *dir)
{
	bool below;

	spin_lock(&dcache_lock);
	below = __is_below(dentry, dir);
	spin_unlock(&dcache_lock);
	return below;
}

/* ---- Paths as text ---- */

/* Put len bytes in front of *end; false: there is no room from buf on. */
static bool prepend(char *buf, char **end, const char *text, unsigned int len)
{
	if (*end - buf < len)
		return false;
	*end -= len;
	memcpy(*end, text, len);
	return true;
}

static bool prepend_path(const struct dentry *dentry, const struct dentry *root, char *buf, char **end)
{
	const char *start = *end;

	while (dentry != root) {
		if (dentry->d_parent == dentry) {
			if (!dentry->d_sb->s_mountpoint)
				break; /* above the root of a chroot */
			dentry = dentry->d_sb->s_mountpoint;
			continue;
		}
		if (!prepend(buf, end, dentry->d_name, dentry->d_len) || !prepend(buf, end, "/", 1))
			return false;
		dentry = dentry->d_parent;
	}
	return *end != start || prepend(buf, end, "/", 1);
}

char *d_path(struct dentry *dentry, char *buf, size_t size)
{
	static const char deleted[] = " (deleted)";
	char *end = buf + size - 1;
	bool fits = true;

	*end = '\0';
	spin_lock(&dcache_lock);
	if (dentry->d_flags & DCACHE_DELETED)
		fits = prepend(buf, &end, deleted, sizeof(deleted) - 1);
	fits = fits && prepend_path(dentry, current->fs ? current->fs->root : root_dentry, buf, &end);
	spin_unlock(&dcache_lock);
	return fits ? end : ERR_PTR(-ENAMETOOLONG);
}

char *file_path(const struct file *file, char *buf, size_t size)
{
	if (file->f_dentry && file->f_dentry->d_len)
		return d_path(file->f_dentry, buf, size);
	if (S_ISREG(file->f_inode->i_mode)) /* tmpfs/shmem.c's; the name is Linux's */
		return strlcpy(buf, "/dev/zero (deleted)", size) < size ? buf : ERR_PTR(-ENAMETOOLONG);
	if (snprintf(buf, size, "pipe:[%llu]", (unsigned long long)file->f_inode->i_ino) >= (int)size)
		return ERR_PTR(-ENAMETOOLONG);
	return buf;
}

/* ---- Trees, and getting rid of them ---- */

/* The dentry after dentry when the tree below root is walked, parents first; NULL at the end. */
static struct dentry *__tree_next(struct dentry *dentry, struct dentry *root)
{
	if (!list_empty(&dentry->d_subdirs))
		return list_first_entry(&dentry->d_subdirs, struct dentry, d_child);
	while (dentry != root) {
		if (!list_is_last(&dentry->d_child, &dentry->d_parent->d_subdirs))
			return list_next_entry(dentry, d_child);
		dentry = dentry->d_parent;
	}
	return NULL;
}

/* References that are neither children nor the file system's. */
static int __outside_references(struct dentry *dentry)
{
	int count = atomic_read(&dentry->d_count);
	struct list_head *child;

	list_for_each(child, &dentry->d_subdirs)
		count--;
	return dentry->d_flags & DCACHE_PINNED ? count - 1 : count;
}

bool __tree_busy(struct dentry *root)
{
	struct dentry *dentry;

	lock_assert_held(&dcache_lock);
	for (dentry = root; dentry; dentry = __tree_next(dentry, root))
		if (dentry->d_mounted || __outside_references(dentry) > (dentry == root))
			return true;
	return false;
}

/* An unused dentry below root without children, or NULL. */
static struct dentry *__find_unused(struct dentry *root)
{
	struct dentry *dentry;

	for (dentry = root; dentry; dentry = __tree_next(dentry, root))
		if (!atomic_read(&dentry->d_count))
			return dentry;
	return NULL;
}

void dcache_shrink_sb(struct super_block *sb)
{
	struct dentry *dentry;

	for (;;) {
		spin_lock(&dcache_lock);
		dentry = __find_unused(sb->s_root);
		if (!dentry) {
			spin_unlock(&dcache_lock);
			return;
		}
		dput(__dentry_kill(dentry));
	}
}

/* Nobody else can reach the tree, so each dentry in it is held by its children and the file system only. It
 * is walked once, children first, with a reference to where the walk is. */
void dcache_destroy_tree(struct super_block *sb)
{
	struct dentry *at = dget(sb->s_root), *child;

	for (;;) {
		spin_lock(&dcache_lock);
		if (!list_empty(&at->d_subdirs)) {
			child = __dget(list_first_entry(&at->d_subdirs, struct dentry, d_child));
			spin_unlock(&dcache_lock);
			dput(at);
			at = child;
			continue;
		}
		if (at == sb->s_root)
			break;
		if (at->d_flags & DCACHE_PINNED) {
			at->d_flags &= ~DCACHE_PINNED;
			atomic_dec(&at->d_count);
		}
		if (atomic_read(&at->d_count) == 1) {
			atomic_dec(&at->d_count);
			at = __dentry_kill(at);
		} else { /* dcache_prune() has taken a child away, and is about to let go of this one */
			spin_unlock(&dcache_lock);
		}
		cond_resched();
	}
	spin_unlock(&dcache_lock);
	dput(at);
	dput(sb->s_root);
	sb->s_root = NULL;
}

/* May go when memory is short: throwing its inode out neither writes nor frees pages. */
static bool __prunable(const struct dentry *dentry)
{
	const struct inode *inode = dentry->d_inode;

	return inode->i_nlink && !inode->i_data.nrpages && !(inode->i_state & I_DIRTY);
}

unsigned long dcache_prune(unsigned long nr)
{
	unsigned long pruned = 0, looks = 2 * nr + 64;
	struct dentry *dentry;

	spin_lock(&dcache_lock);
	while (pruned < nr && looks-- && !list_empty(&unused_list)) {
		dentry = list_first_entry(&unused_list, struct dentry, d_lru);
		if (atomic_read(&dentry->d_count)) {
			__lru_del(dentry);
			continue;
		}
		if (!__prunable(dentry)) {
			list_move_tail(&dentry->d_lru, &unused_list);
			continue;
		}
		dput(__dentry_kill(dentry));
		pruned++;
		spin_lock(&dcache_lock);
	}
	spin_unlock(&dcache_lock);
	return pruned;
}
