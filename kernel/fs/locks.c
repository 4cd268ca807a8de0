/*
 * Locks on files, for programs that ask before they read or write.
 *
 *	flock()			of an open file: all of it; dup() and fork() share it
 *	fcntl(F_SETLK)		of a process: a range; gone when the process closes any descriptor of the file
 *	fcntl(F_OFD_SETLK)	of an open file: a range
 *
 * Those of flock() and those of ranges do not see each other. An inode's locks are one list; what one owner has
 * of a kind never overlaps, and what meets and is alike is one lock. All lists are locks_lock's, and whoever
 * waits is woken whenever any lock goes: there are few.
 */
#include "internal.h"
#include <abi/fcntl.h>
#include <kernel/file.h>
#include <kernel/slab.h>
#include <kernel/syscalls.h>
#include <kernel/task.h>
#include <kernel/wait.h>

#define TO_THE_END INT64_MAX
#define MAX_HOPS   16 /* in a chain of processes that wait for each other */

struct file_lock {
	struct file_lock *next;
	const void *owner; /* the file, or for F_SETLK the process's files_struct */
	pid_t pid;	   /* told by F_GETLK; -1: an open file's */
	bool flock;
	bool exclusive;
	loff_t start, end; /* both included */
};

/* A process that waits for a range, and whose lock is in its way. */
struct lock_waiter {
	struct list_head list;
	const void *owner, *in_the_way;
};

static DEFINE_SPINLOCK(locks_lock, RANK_FILES);
static DECLARE_WAIT_QUEUE_HEAD(locks_wait);
static LIST_HEAD(lock_waiters); /* locks_lock */

/* ---- The list of an inode; locks_lock is held ---- */

static bool same_holder(const struct file_lock *a, const struct file_lock *b)
{
	return a->owner == b->owner && a->flock == b->flock;
}

static bool overlap(const struct file_lock *a, const struct file_lock *b)
{
	return a->start <= b->end && b->start <= a->end;
}

/* The first lock of others, by its place in the file, that forbids want; or NULL. */
static struct file_lock *find_conflict(struct inode *inode, const struct file_lock *want)
{
	struct file_lock *found = NULL;

	for (struct file_lock *lock = inode->i_locks; lock; lock = lock->next) {
		if (lock->flock == want->flock && lock->owner != want->owner && overlap(lock, want) &&
		    (lock->exclusive || want->exclusive) && (!found || lock->start < found->start))
			found = lock;
	}
	return found;
}

/* want grows by what its owner has of the same sort and that overlaps it or touches it. */
static void absorb(struct inode *inode, struct file_lock *want)
{
	for (struct file_lock *lock = inode->i_locks; lock; lock = lock->next) {
		if (!same_holder(lock, want) || lock->exclusive != want->exclusive ||
		    lock->start - 1 > want->end || want->start - 1 > lock->end)
			continue;
		want->start = min(want->start, lock->start);
		want->end = max(want->end, lock->end);
	}
}

/* *link goes from the list to the dead ones. */
static void bury(struct file_lock **link, struct file_lock **dead)
{
	struct file_lock *lock = *link;

	*link = lock->next;
	lock->next = *dead;
	*dead = lock;
}

/* Its owner gives up hole's range. What is cut in two needs a spare lock; what is gone comes to *dead. */
static void cut_out(struct inode *inode, const struct file_lock *hole, struct file_lock **spare,
		    struct file_lock **dead)
{
	struct file_lock **link = &inode->i_locks, *lock, *upper;

	while ((lock = *link)) {
		if (same_holder(lock, hole) && overlap(lock, hole)) {
			if (lock->start >= hole->start && lock->end <= hole->end) {
				bury(link, dead);
				continue;
			}
			if (lock->start < hole->start && lock->end > hole->end) {
				upper = *spare;
				*spare = upper->next;
				*upper = *lock;
				upper->start = hole->end + 1;
				lock->next = upper;
				lock->end = hole->start - 1;
			} else if (lock->start < hole->start) {
				lock->end = hole->start - 1;
			} else {
				lock->start = hole->end + 1;
			}
		}
		link = &lock->next;
	}
}

static void insert(struct inode *inode, const struct file_lock *want, struct file_lock **spare)
{
	struct file_lock *lock = *spare;

	*spare = lock->next;
	*lock = *want;
	lock->next = inode->i_locks;
	inode->i_locks = lock;
}

/* ---- Setting ---- */

static void free_locks(struct file_lock *lock)
{
	while (lock) {
		struct file_lock *next = lock->next;

		kfree(lock);
		lock = next;
	}
}

/* As many as one change can need: a new lock, and the other half of one that is cut in two. NULL without memory. */
static struct file_lock *spare_locks(void)
{
	struct file_lock *first = kzalloc(sizeof(*first), GFP_KERNEL), *second = kzalloc(sizeof(*second), GFP_KERNEL);

	if (!first || !second) {
		kfree(first);
		kfree(second);
		return NULL;
	}
	first->next = second;
	return first;
}

/* What this owner waits for; NULL: nothing. Of several threads one is asked. */
static const void *waits_for(const void *owner)
{
	struct lock_waiter *waiter;

	list_for_each_entry(waiter, &lock_waiters, list)
		if (waiter->owner == owner)
			return waiter->in_the_way;
	return NULL;
}

/* Would waiting for the other mean waiting for ourselves? */
static bool is_circle(const void *owner, const void *other)
{
	for (int hops = 0; other && hops < MAX_HOPS; hops++) {
		if (other == owner)
			return true;
		other = waits_for(other);
	}
	return false;
}

/* 0, -EAGAIN, -EDEADLK. waiter: NULL, or in the list from the first -EAGAIN on. */
static int try_lock(struct inode *inode, struct file_lock *want, struct file_lock **spare, struct file_lock **dead,
		    struct lock_waiter *waiter)
{
	struct file_lock *conflict;
	int err = 0;

	spin_lock(&locks_lock);
	conflict = find_conflict(inode, want);
	if (conflict && waiter && is_circle(want->owner, conflict->owner)) {
		err = -EDEADLK;
	} else if (conflict) {
		err = -EAGAIN;
		if (waiter && list_empty(&waiter->list))
			list_add(&waiter->list, &lock_waiters);
		if (waiter)
			waiter->in_the_way = conflict->owner;
	} else {
		absorb(inode, want);
		cut_out(inode, want, spare, dead);
		insert(inode, want, spare);
	}
	spin_unlock(&locks_lock);
	return err;
}

static void stop_waiting(struct lock_waiter *waiter)
{
	spin_lock(&locks_lock);
	if (!list_empty(&waiter->list))
		list_del(&waiter->list);
	spin_unlock(&locks_lock);
}

/* 0, -EAGAIN, -EDEADLK (ranges of processes only), -EINTR, -ENOLCK. want is changed. */
static int set_lock(struct inode *inode, struct file_lock *want, bool wait)
{
	struct lock_waiter waiter = { LIST_HEAD_INIT(waiter.list), want->owner, NULL };
	struct lock_waiter *in_circle = wait && want->pid > 0 && !want->flock ? &waiter : NULL;
	struct file_lock *spare = spare_locks(), *dead = NULL;
	int err, intr = 0;

	if (!spare)
		return -ENOLCK;
	if (wait)
		intr = wait_event_interruptible(locks_wait, (err = try_lock(inode, want, &spare, &dead, in_circle)) !=
								    -EAGAIN);
	else
		err = try_lock(inode, want, &spare, &dead, NULL);
	stop_waiting(&waiter);
	if (!err) /* a shared lock in place of an exclusive one lets others in */
		wake_up_all(&locks_wait);
	free_locks(dead);
	free_locks(spare);
	return intr ? intr : err;
}

/* spare: for what is cut in two; freed here. */
static void drop_lock(struct inode *inode, const struct file_lock *hole, struct file_lock *spare)
{
	struct file_lock *dead = NULL;

	spin_lock(&locks_lock);
	cut_out(inode, hole, &spare, &dead);
	spin_unlock(&locks_lock);
	wake_up_all(&locks_wait);
	free_locks(dead);
	free_locks(spare);
}

static int drop_range(struct inode *inode, const struct file_lock *hole)
{
	struct file_lock *spare = spare_locks();

	if (!spare)
		return -ENOLCK;
	drop_lock(inode, hole, spare);
	return 0;
}

/* Nothing is cut in two. */
static void drop_all(struct inode *inode, const void *owner, bool flock)
{
	struct file_lock all = { .owner = owner, .flock = flock, .start = 0, .end = TO_THE_END };

	drop_lock(inode, &all, NULL);
}

void locks_remove_posix(struct file *file, const struct files_struct *files)
{
	drop_all(file->f_inode, files, false);
}

void locks_remove_file(struct file *file)
{
	drop_all(file->f_inode, file, true);
	drop_all(file->f_inode, file, false);
}

/* ---- flock ---- */

static bool has_lock(struct inode *inode, const struct file_lock *want)
{
	struct file_lock *lock;

	spin_lock(&locks_lock);
	lock = inode->i_locks;
	while (lock && !(same_holder(lock, want) && lock->exclusive == want->exclusive))
		lock = lock->next;
	spin_unlock(&locks_lock);
	return lock;
}

static int do_flock(struct file *file, int op)
{
	struct file_lock want = {
		.owner = file,
		.pid = -1,
		.flock = true,
		.exclusive = (op & ~LOCK_NB) == LOCK_EX,
		.start = 0,
		.end = TO_THE_END,
	};

	if (file->f_mode & FMODE_PATH)
		return -EBADF;
	switch (op & ~LOCK_NB) {
	case LOCK_SH:
	case LOCK_EX:
		if (has_lock(file->f_inode, &want))
			return 0;
		/* One of the other sort goes first: two who want more than they have shall not wait for each other. */
		drop_all(file->f_inode, file, true);
		return set_lock(file->f_inode, &want, !(op & LOCK_NB));
	case LOCK_UN:
		drop_all(file->f_inode, file, true);
		return 0;
	}
	return -EINVAL;
}

long sys_flock(unsigned int fd, int op)
{
	struct fd f = fdget(fd);
	int err;

	if (!fd_file(f))
		return -EBADF;
	err = do_flock(fd_file(f), op);
	fdput(f);
	return err;
}

/* ---- fcntl ---- */

/* The bytes that fl names. -EINVAL, -EOVERFLOW. */
static int get_range(struct file *file, const struct flock64 *fl, struct file_lock *want)
{
	loff_t start;

	if (fl->l_whence == SEEK_SET)
		start = 0;
	else if (fl->l_whence == SEEK_CUR)
		start = file->f_pos;
	else if (fl->l_whence == SEEK_END)
		start = i_size_read(file->f_inode);
	else
		return -EINVAL;
	if (__builtin_add_overflow(start, fl->l_start, &start))
		return -EOVERFLOW;
	want->end = TO_THE_END;
	if (fl->l_len > 0 && __builtin_add_overflow(start, fl->l_len - 1, &want->end))
		return -EOVERFLOW;
	if (fl->l_len < 0) { /* what lies before */
		want->end = start - 1;
		if (__builtin_add_overflow(start, fl->l_len, &start))
			return -EINVAL;
	}
	want->start = start;
	return start < 0 ? -EINVAL : 0;
}

static int may_lock(const struct file *file, short type)
{
	if (type == F_UNLCK)
		return 0;
	return file->f_mode & (type == F_WRLCK ? FMODE_WRITE : FMODE_READ) ? 0 : -EBADF;
}

static void tell_conflict(struct inode *inode, const struct file_lock *want, struct flock64 *fl)
{
	const struct file_lock *conflict;

	spin_lock(&locks_lock);
	conflict = find_conflict(inode, want);
	if (conflict) {
		fl->l_type = conflict->exclusive ? F_WRLCK : F_RDLCK;
		fl->l_whence = SEEK_SET;
		fl->l_start = conflict->start;
		fl->l_len = conflict->end == TO_THE_END ? 0 : conflict->end - conflict->start + 1;
		fl->l_pid = conflict->pid;
	} else {
		fl->l_type = F_UNLCK;
	}
	spin_unlock(&locks_lock);
}

static int file_lock_command(struct file *file, unsigned int cmd, struct flock64 *fl)
{
	bool of_file = cmd >= F_OFD_GETLK, get = cmd == F_GETLK || cmd == F_OFD_GETLK;
	struct file_lock want = {
		.owner = of_file ? (const void *)file : current->files,
		.pid = of_file ? -1 : current->tgid,
		.exclusive = fl->l_type == F_WRLCK,
	};
	int err = of_file && fl->l_pid ? -EINVAL : get_range(file, fl, &want);

	if (err)
		return err;
	if (fl->l_type != F_RDLCK && fl->l_type != F_WRLCK && (get || fl->l_type != F_UNLCK))
		return -EINVAL;
	if (get) {
		tell_conflict(file->f_inode, &want, fl);
		return 0;
	}
	err = may_lock(file, fl->l_type);
	if (err)
		return err;
	if (fl->l_type == F_UNLCK)
		return drop_range(file->f_inode, &want);
	return set_lock(file->f_inode, &want, cmd == F_SETLKW || cmd == F_OFD_SETLKW);
}

long do_fcntl_lock(unsigned int fd, unsigned int cmd, struct flock64 *fl)
{
	struct fd f = fdget(fd);
	int err;

	if (!fd_file(f))
		return -EBADF;
	err = fd_file(f)->f_mode & FMODE_PATH ? -EBADF : file_lock_command(fd_file(f), cmd, fl);
	fdput(f);
	return err;
}

long fcntl_lock(struct file *file, unsigned int cmd, struct flock64 __user *user)
{
	struct flock64 fl;
	int err;

	if (copy_from_user(&fl, user, sizeof(fl)))
		return -EFAULT;
	err = file_lock_command(file, cmd, &fl);
	if (!err && (cmd == F_GETLK || cmd == F_OFD_GETLK) && copy_to_user(user, &fl, sizeof(fl)))
		return -EFAULT;
	return err;
}
