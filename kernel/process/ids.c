/* Who a process is: numbers, groups, sessions, limits. There is one user, who may do anything. */
#include <kernel/err.h>
#include <kernel/limits.h>
#include <kernel/process.h>
#include <kernel/syscalls.h>
#include <kernel/uaccess.h>

long sys_getpid(void)
{
	return current->tgid;
}

long sys_gettid(void)
{
	return current->pid;
}

/* The parent may die and be replaced, but its structure cannot go while we hold the lock. */
long sys_getppid(void)
{
	pid_t pid;

	spin_lock(&tasklist_lock);
	pid = current->parent->tgid;
	spin_unlock(&tasklist_lock);
	return pid;
}

long sys_set_tid_address(int __user *tid)
{
	current->clear_child_tid = tid;
	return current->pid;
}

long sys_getuid(void)
{
	return 0;
}

long sys_geteuid(void)
{
	return 0;
}

long sys_getgid(void)
{
	return 0;
}

long sys_getegid(void)
{
	return 0;
}

/* ---- process groups and sessions; tasklist_lock guards both ---- */

/* 0 is the caller. */
static struct task_struct *find_process(pid_t pid)
{
	return pid ? find_task_by_pid(pid) : current;
}

static long group_or_session(pid_t pid, bool session)
{
	long result = -ESRCH;
	struct task_struct *tsk;

	spin_lock(&tasklist_lock);
	tsk = find_process(pid);
	if (tsk)
		result = session ? tsk->session : tsk->pgrp;
	spin_unlock(&tasklist_lock);
	return result;
}

long sys_getpgid(pid_t pid)
{
	return group_or_session(pid, false);
}

long sys_getsid(pid_t pid)
{
	return group_or_session(pid, true);
}

static bool group_in_session(pid_t pgrp, pid_t session)
{
	struct task_struct *tsk;

	list_for_each_entry(tsk, &task_list, tasks)
		if (tsk->pgrp == pgrp && tsk->session == session)
			return true;
	return false;
}

static int set_pgrp(struct task_struct *tsk, pid_t pgrp)
{
	if (!tsk || (tsk != current && tsk->parent != current))
		return -ESRCH;
	if (tsk->session != current->session)
		return -EPERM;
	if (tsk != current && !(tsk->flags & PF_FORKNOEXEC))
		return -EACCES;
	if (tsk->session == tsk->pid)
		return -EPERM; /* a session's leader stays where it is */
	if (!pgrp)
		pgrp = tsk->pid;
	if (pgrp != tsk->pid && !group_in_session(pgrp, current->session))
		return -EPERM;
	pid_set_group(tsk, pgrp, tsk->session);
	return 0;
}

long sys_setpgid(pid_t pid, pid_t pgrp)
{
	long err;

	if (pid < 0 || pgrp < 0)
		return -EINVAL;
	spin_lock(&tasklist_lock);
	err = set_pgrp(find_process(pid), pgrp);
	spin_unlock(&tasklist_lock);
	return err;
}

long sys_setsid(void)
{
	struct task_struct *tsk, *me = current;
	long result = me->pid;

	spin_lock(&tasklist_lock);
	list_for_each_entry(tsk, &task_list, tasks)
		if (tsk->pgrp == me->pid)
			result = -EPERM; /* the new group's number is taken */
	if (result > 0)
		pid_set_group(me, me->pid, me->pid);
	spin_unlock(&tasklist_lock);
	return result;
}

/* ---- limits ---- */

/* current's limit becomes *new, unless that is NULL; *old is what it was. */
int do_prlimit(unsigned int resource, const struct rlimit64 *new, struct rlimit64 *old)
{
	if (resource >= RLIM_NLIMITS || (new &&new->rlim_cur > new->rlim_max))
		return -EINVAL;
	*old = current->rlim[resource];
	if (new)
		current->rlim[resource] = *new;
	return 0;
}

/* In a long: what does not fit is unlimited. */
static unsigned long narrow_limit(u64 limit)
{
	return limit < RLIM_INFINITY ? (unsigned long)limit : RLIM_INFINITY;
}

static u64 wide_limit(unsigned long limit)
{
	return limit == RLIM_INFINITY ? RLIM64_INFINITY : limit;
}

long sys_getrlimit(unsigned int resource, struct rlimit __user *user)
{
	struct rlimit64 limit;
	struct rlimit narrow;
	int err = do_prlimit(resource, NULL, &limit);

	if (err)
		return err;
	narrow = (struct rlimit){ narrow_limit(limit.rlim_cur), narrow_limit(limit.rlim_max) };
	return copy_to_user(user, &narrow, sizeof(narrow)) ? -EFAULT : 0;
}

long sys_setrlimit(unsigned int resource, const struct rlimit __user *user)
{
	struct rlimit64 limit, before;
	struct rlimit narrow;

	if (copy_from_user(&narrow, user, sizeof(narrow)))
		return -EFAULT;
	limit = (struct rlimit64){ wide_limit(narrow.rlim_cur), wide_limit(narrow.rlim_max) };
	return do_prlimit(resource, &limit, &before);
}

/* Only one's own: a limit is read without a lock by its task. */
long sys_prlimit64(pid_t pid, unsigned int resource, const struct rlimit64 __user *new,
		   struct rlimit64 __user *old)
{
	struct rlimit64 limit, before;
	struct task_struct *tsk;
	int err;

	if (pid && pid != current->pid) {
		tsk = get_task_by_pid(pid);
		if (!tsk)
			return -ESRCH;
		put_task(tsk);
		return -EPERM;
	}
	if (new &&copy_from_user(&limit, new, sizeof(limit)))
		return -EFAULT;
	err = do_prlimit(resource, new ? &limit : NULL, &before);
	if (err)
		return err;
	return old && copy_to_user(old, &before, sizeof(before)) ? -EFAULT : 0;
}
