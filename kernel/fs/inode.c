/*
 * Inodes in memory: each file once. An inode lives while i_count is above 0; names that are cached
 * (dentries) are what keeps it there when nobody has it open.
 *
 *	iget_locked()	finds it by (sb, number), or makes it with I_NEW set; others that want it wait
 *	iput()		the last reference: I_FREEING is set, the file system writes or frees it, it leaves
 *			the hash. Others that want it wait for that, then read it anew
 */
#include "internal.h"
#include <kernel/panic.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/task.h>
#include <kernel/time.h>
#include <kernel/wait.h>

#define HASH_SIZE 512

static struct kmem_cache *inode_cache;
static struct inode *inode_hash[HASH_SIZE];
static DEFINE_SPINLOCK(inode_lock, RANK_ICACHE);
static DECLARE_WAIT_QUEUE_HEAD(inode_wait); /* for the end of I_NEW, or of I_FREEING */
static unsigned int nr_evicted;		    /* inode_lock to change */
static unsigned long inode_count;	    /* inode_lock */

void inode_init(void)
{
	inode_cache = kmem_cache_create("inode", sizeof(struct inode), 0);
}

s64 current_time_ns(void)
{
	return (s64)realtime_ns();
}

unsigned long nr_inodes(void)
{
	return READ_ONCE(inode_count);
}

static struct inode **hash_chain(struct super_block *sb, ino_t ino)
{
	return &inode_hash[((unsigned long)ino + ((unsigned long)sb >> 7)) % HASH_SIZE];
}

/* An inode that can do nothing, like a pipe's: nobody has to ask whether i_op is there. */
static const struct inode_operations empty_iops;

static struct inode *alloc_inode(struct super_block *sb)
{
	struct inode *inode;

	if (sb->s_op->alloc_inode)
		inode = sb->s_op->alloc_inode(sb);
	else
		inode = kmem_cache_alloc(inode_cache, GFP_KERNEL);
	if (!inode)
		return NULL;
	memset(inode, 0, sizeof(*inode));
	inode->i_sb = sb;
	inode->i_nlink = 1;
	inode->i_op = &empty_iops;
	inode->i_fop = &empty_fops;
	inode->i_mapping = &inode->i_data;
	mapping_init(&inode->i_data, inode, NULL);
	mutex_init(&inode->lock, "inode", RANK_INODE);
	atomic_set(&inode->i_count, 1);
	return inode;
}

/* A directory with the set-group-ID bit hands its group down, and to directories the bit. */
void inode_init_owner(struct inode *inode, const struct inode *dir, mode_t mode)
{
	inode->i_mode = mode;
	if (!dir || !(dir->i_mode & S_ISGID))
		return;
	inode->i_gid = dir->i_gid;
	if (S_ISDIR(mode))
		inode->i_mode |= S_ISGID;
}

void inode_init_lock(struct inode *inode)
{
	if (S_ISDIR(inode->i_mode))
		mutex_init(&inode->lock, "directory", RANK_DIR);
}

static void free_inode(struct inode *inode)
{
	if (inode->i_sb->s_op->free_inode)
		inode->i_sb->s_op->free_inode(inode);
	else
		kmem_cache_free(inode_cache, inode);
}

static void __inode_add(struct inode *inode)
{
	lock_assert_held(&inode_lock);
	list_add_tail(&inode->i_sb_list, &inode->i_sb->s_inodes);
	inode_count++;
}

static void __inode_hash(struct inode *inode)
{
	struct inode **chain = hash_chain(inode->i_sb, inode->i_ino);

	lock_assert_held(&inode_lock);
	inode->i_hash_next = *chain;
	*chain = inode;
}

static void __inode_unhash(struct inode *inode)
{
	struct inode **p = hash_chain(inode->i_sb, inode->i_ino);

	lock_assert_held(&inode_lock);
	while (*p && *p != inode)
		p = &(*p)->i_hash_next;
	if (*p)
		*p = inode->i_hash_next;
}

struct inode *new_inode(struct super_block *sb)
{
	struct inode *inode = alloc_inode(sb);

	if (!inode)
		return NULL;
	inode->i_atime = inode->i_mtime = inode->i_ctime = current_time_ns();
	spin_lock(&inode_lock);
	__inode_add(inode);
	spin_unlock(&inode_lock);
	return inode;
}

void insert_inode_hash(struct inode *inode)
{
	spin_lock(&inode_lock);
	__inode_hash(inode);
	spin_unlock(&inode_lock);
}

static struct inode *__find_inode(struct super_block *sb, ino_t ino)
{
	struct inode *inode = *hash_chain(sb, ino);

	lock_assert_held(&inode_lock);
	while (inode && (inode->i_ino != ino || inode->i_sb != sb))
		inode = inode->i_hash_next;
	return inode;
}

/* The inode with a reference, once it is read in. NULL: there is none; inode_lock is then still held. */
static struct inode *find_inode(struct super_block *sb, ino_t ino)
{
	struct inode *inode;
	unsigned int seen;

	for (;;) {
		inode = __find_inode(sb, ino);
		if (!inode)
			return NULL;
		if (inode->i_state & I_FREEING) {
			seen = nr_evicted;
			spin_unlock(&inode_lock);
			wait_event(inode_wait, READ_ONCE(nr_evicted) != seen);
			spin_lock(&inode_lock);
			continue;
		}
		ihold(inode);
		spin_unlock(&inode_lock);
		wait_event(inode_wait, !(READ_ONCE(inode->i_state) & I_NEW));
		if (likely(!(inode->i_state & I_BAD)))
			return inode;
		iput(inode);
		spin_lock(&inode_lock);
	}
}

struct inode *iget_locked(struct super_block *sb, ino_t ino)
{
	struct inode *inode, *fresh;

	spin_lock(&inode_lock);
	inode = find_inode(sb, ino);
	if (inode)
		return inode;
	spin_unlock(&inode_lock);

	fresh = alloc_inode(sb);
	if (!fresh)
		return NULL;
	fresh->i_ino = ino;
	fresh->i_state = I_NEW;
	spin_lock(&inode_lock);
	inode = find_inode(sb, ino);
	if (inode) { /* another was faster */
		free_inode(fresh);
		return inode;
	}
	__inode_add(fresh);
	__inode_hash(fresh);
	spin_unlock(&inode_lock);
	return fresh;
}

void unlock_new_inode(struct inode *inode)
{
	inode_init_lock(inode);
	spin_lock(&inode_lock);
	inode->i_state &= ~I_NEW;
	spin_unlock(&inode_lock);
	wake_up_all(&inode_wait);
}

void iget_failed(struct inode *inode)
{
	spin_lock(&inode_lock);
	__inode_unhash(inode);
	inode->i_state = I_BAD;
	spin_unlock(&inode_lock);
	wake_up_all(&inode_wait);
	iput(inode);
}

static void evict(struct inode *inode)
{
	if (inode->i_sb->s_op->evict_inode && !(inode->i_state & I_BAD))
		inode->i_sb->s_op->evict_inode(inode);
	else if (inode->i_data.nrpages) {
		i_size_write(inode, 0);
		truncate_pages(&inode->i_data, 0);
	}
	BUG_ON(inode->i_data.nrpages);

	spin_lock(&inode_lock);
	__inode_unhash(inode);
	list_del(&inode->i_sb_list);
	inode_count--;
	nr_evicted++;
	spin_unlock(&inode_lock);
	wake_up_all(&inode_wait);
	free_inode(inode);
}

void iput(struct inode *inode)
{
	int count;

	if (!inode)
		return;
	for (count = atomic_read(&inode->i_count); count > 1;) {
		int old = atomic_cmpxchg(&inode->i_count, count, count - 1);

		if (old == count)
			return;
		count = old;
	}
	spin_lock(&inode_lock);
	if (!atomic_dec_and_test(&inode->i_count)) {
		spin_unlock(&inode_lock);
		return;
	}
	inode->i_state |= I_FREEING;
	spin_unlock(&inode_lock);
	evict(inode);
}

/* ---- Writers, and programs that are run ---- */

/* step: +1 or -1, away from zero. */
static int count_use(struct inode *inode, int step)
{
	int count = atomic_read(&inode->i_writecount), old;

	for (; count * step >= 0; count = old) {
		old = atomic_cmpxchg(&inode->i_writecount, count, count + step);
		if (likely(old == count))
			return 0;
	}
	return -ETXTBSY;
}

int get_write_access(struct inode *inode)
{
	return count_use(inode, 1);
}

void put_write_access(struct inode *inode)
{
	atomic_dec(&inode->i_writecount);
}

int deny_write_access(struct inode *inode)
{
	return count_use(inode, -1);
}

void allow_write_access(struct inode *inode)
{
	atomic_inc(&inode->i_writecount);
}

/* ---- Attributes ---- */

void init_special_inode(struct inode *inode, mode_t mode, dev_t dev)
{
	inode->i_mode = mode;
	if (S_ISCHR(mode) || S_ISBLK(mode))
		inode->i_rdev = dev;
	if (S_ISCHR(mode))
		inode->i_fop = &chrdev_fops;
	else if (S_ISFIFO(mode))
		inode->i_fop = &fifo_fops;
}

void mark_inode_dirty(struct inode *inode)
{
	if (inode->i_sb->s_op->dirty_inode)
		inode->i_sb->s_op->dirty_inode(inode);
}

static bool atime_is_news(const struct inode *inode)
{
	return inode->i_atime <= inode->i_mtime || inode->i_atime <= inode->i_ctime;
}

void touch_atime(struct inode *inode)
{
	unsigned long flags = inode->i_sb->s_flags;

	if (likely(!(flags & MS_STRICTATIME) && !atime_is_news(inode)))
		return;
	if (flags & (MS_RDONLY | MS_NOATIME))
		return;
	inode->i_atime = current_time_ns();
	mark_inode_dirty(inode);
}

void setattr_copy(struct inode *inode, const struct iattr *attr)
{
	unsigned int valid = attr->ia_valid;

	if (valid & ATTR_MODE)
		inode->i_mode = (inode->i_mode & S_IFMT) | (attr->ia_mode & 07777);
	if (valid & ATTR_UID)
		inode->i_uid = attr->ia_uid;
	if (valid & ATTR_GID)
		inode->i_gid = attr->ia_gid;
	if (valid & ATTR_ATIME)
		inode->i_atime = attr->ia_atime;
	if (valid & ATTR_MTIME)
		inode->i_mtime = attr->ia_mtime;
	if (valid & ATTR_CTIME)
		inode->i_ctime = attr->ia_ctime;
}
