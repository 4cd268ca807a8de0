/*
 * Process numbers: a bitmap says which are taken, and a two-level table leads from a number to its
 * task. A leaf of the table exists while one of its numbers is taken.
 *
 * A number is taken for as long as it names a task, a process group or a session: the task that gave
 * a group its number may be gone long before the group's last member.
 */
#include <kernel/bitmap.h>
#include <kernel/err.h>
#include <kernel/slab.h>
#include <kernel/spinlock.h>
#include <kernel/task.h>

#define PID_MAX	   32768u
#define LEAF_PIDS  512u
#define FIRST_FREE 300u /* after a wrap-around: leave the lowest to the system's own */

struct pid_leaf {
	unsigned int taken;		     /* pid_lock: numbers of this leaf that are taken */
	struct task_struct *task[LEAF_PIDS]; /* tasklist_lock */
};

static struct spinlock pid_lock = SPINLOCK_INIT("pid", RANK_PID);
static unsigned long taken[BITS_TO_LONGS(PID_MAX)] = { 1 }; /* pid_lock; 0 is no process */
static struct pid_leaf *leaves[PID_MAX / LEAF_PIDS];	    /* pid_lock */
static unsigned int last_pid;				    /* pid_lock */
/* tasklist_lock: members of the group and of the session with that number. */
static unsigned short members[PID_MAX];
static_assert(2 * PID_MAX <= 1 << 16, "each task may be a member of both");

/* Make sure that the leaf exists, and count one more number of it. */
static int leaf_get(unsigned int index)
{
	struct pid_leaf *spare;

	if (leaves[index]) {
		leaves[index]->taken++;
		return 0;
	}
	spin_unlock(&pid_lock);
	spare = kzalloc(sizeof(*spare), GFP_KERNEL);
	spin_lock(&pid_lock);
	if (!leaves[index]) {
		if (!spare)
			return -ENOMEM;
		leaves[index] = spare;
		spare = NULL;
	}
	leaves[index]->taken++;
	if (spare)
		kfree(spare);
	return 0;
}

/* The leaf, if that was its last number: nobody finds it any more, and the caller frees it. */
static struct pid_leaf *leaf_put(unsigned int index)
{
	struct pid_leaf *leaf = leaves[index];

	if (--leaf->taken)
		return NULL;
	leaves[index] = NULL;
	return leaf;
}

int pid_alloc(pid_t *pid)
{
	unsigned int nr;
	int err = -EAGAIN;

	spin_lock(&pid_lock);
	nr = find_next_zero_bit(taken, PID_MAX, last_pid + 1);
	if (nr >= PID_MAX)
		nr = find_next_zero_bit(taken, PID_MAX, FIRST_FREE);
	if (nr < PID_MAX) {
		__set_bit(nr, taken);
		last_pid = nr;
		err = leaf_get(nr / LEAF_PIDS);
		if (err)
			__clear_bit(nr, taken);
	}
	spin_unlock(&pid_lock);
	*pid = (pid_t)nr;
	return err;
}

/* A number that was allocated and never attached, or is detached. */
void pid_free(pid_t pid)
{
	struct pid_leaf *leaf;

	spin_lock(&pid_lock);
	__clear_bit((unsigned int)pid, taken);
	leaf = leaf_put((unsigned int)pid / LEAF_PIDS);
	spin_unlock(&pid_lock);
	kfree(leaf);
}

/* A member of group or session pid leaves it. That of the kernel has the number 0, which is nobody's. */
static __always_inline void member_put(pid_t pid)
{
	unsigned int nr = (unsigned int)pid;

	if (unlikely(!--members[nr]) && nr && !leaves[nr / LEAF_PIDS]->task[nr % LEAF_PIDS])
		pid_free(pid);
}

void pid_attach(struct task_struct *tsk)
{
	unsigned int nr = (unsigned int)tsk->pid;

	lock_assert_held(&tasklist_lock);
	leaves[nr / LEAF_PIDS]->task[nr % LEAF_PIDS] = tsk;
	members[tsk->pgrp]++;
	members[tsk->session]++;
}

void pid_detach(struct task_struct *tsk)
{
	unsigned int nr = (unsigned int)tsk->pid;

	lock_assert_held(&tasklist_lock);
	leaves[nr / LEAF_PIDS]->task[nr % LEAF_PIDS] = NULL;
	if (likely(!members[nr]))
		pid_free(tsk->pid);
	/* If it was itself the last member of these, this frees the number. */
	member_put(tsk->pgrp);
	member_put(tsk->session);
}

void pid_set_group(struct task_struct *tsk, pid_t pgrp, pid_t session)
{
	pid_t old_pgrp = tsk->pgrp, old_session = tsk->session;

	lock_assert_held(&tasklist_lock);
	members[pgrp]++;
	members[session]++;
	tsk->pgrp = pgrp;
	tsk->session = session;
	member_put(old_pgrp);
	member_put(old_session);
}

struct task_struct *find_task_by_pid(pid_t pid)
{
	unsigned int nr = (unsigned int)pid;
	struct task_struct *tsk = NULL;

	lock_assert_held(&tasklist_lock);
	if (pid <= 0 || nr >= PID_MAX)
		return NULL;
	spin_lock(&pid_lock); /* the leaf stays */
	if (leaves[nr / LEAF_PIDS])
		tsk = leaves[nr / LEAF_PIDS]->task[nr % LEAF_PIDS];
	spin_unlock(&pid_lock);
	return tsk;
}

struct task_struct *get_task_by_pid(pid_t pid)
{
	struct task_struct *tsk;

	spin_lock(&tasklist_lock);
	tsk = find_task_by_pid(pid);
	if (tsk)
		get_task(tsk);
	spin_unlock(&tasklist_lock);
	return tsk;
}
