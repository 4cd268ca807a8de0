/*
 * wait: a parent learns how a child ended, and the child's last traces go.
 */
#include <abi/resource.h>
#include <abi/sched.h>
#include <abi/wait.h>
#include <kernel/err.h>
#include <kernel/string.h>
#include <kernel/syscalls.h>
#include <kernel/time.h>
#include <kernel/trace.h>
#include <kernel/uaccess.h>
#include "internal.h"

struct wait_opts {
	pid_t pid; /* as wait4()'s */
	int options;
	int status;	  /* out */
	struct rusage ru; /* out */
};

/* Is child one that the caller asks for? Children with another exit signal than SIGCHLD are "clones". */
static bool wait_matches(const struct wait_opts *wo, const struct task_struct *child)
{
	bool clone = child->exit_signal != SIGCHLD;

	if (wo->pid > 0 && child->pid != wo->pid)
		return false;
	if (wo->pid == 0 && child->pgrp != current->pgrp)
		return false;
	if (wo->pid < -1 && child->pgrp != -wo->pid)
		return false;
	return wo->options & __WALL || clone == !!(wo->options & __WCLONE);
}

void get_rusage(const struct task_struct *tsk, bool self, bool children, struct rusage *ru)
{
	u64 utime = 0, stime = 0;

	memset(ru, 0, sizeof(*ru));
	if (self) {
		utime += tsk->utime;
		stime += tsk->stime;
		ru->ru_maxrss = (long)tsk->maxrss;
		ru->ru_minflt += (long)tsk->min_flt;
		ru->ru_majflt += (long)tsk->maj_flt;
		ru->ru_nvcsw += (long)tsk->nvcsw;
		ru->ru_nivcsw += (long)tsk->nivcsw;
	}
	if (children) {
		utime += tsk->cutime;
		stime += tsk->cstime;
		ru->ru_maxrss = max(ru->ru_maxrss, (long)tsk->cmaxrss);
		ru->ru_minflt += (long)tsk->cmin_flt;
		ru->ru_majflt += (long)tsk->cmaj_flt;
		ru->ru_nvcsw += (long)tsk->cnvcsw;
		ru->ru_nivcsw += (long)tsk->cnivcsw;
	}
	ru->ru_utime = ns_to_timeval(utime);
	ru->ru_stime = ns_to_timeval(stime);
}

/* What child and its own children used becomes part of what parent's children used. */
static void account_child(struct task_struct *parent, const struct task_struct *child)
{
	parent->cutime += child->utime + child->cutime;
	parent->cstime += child->stime + child->cstime;
	parent->cmin_flt += child->min_flt + child->cmin_flt;
	parent->cmaj_flt += child->maj_flt + child->cmaj_flt;
	parent->cnvcsw += child->nvcsw + child->cnvcsw;
	parent->cnivcsw += child->nivcsw + child->cnivcsw;
	parent->cmaxrss = max(parent->cmaxrss, child->maxrss);
	parent->cmaxrss = max(parent->cmaxrss, child->cmaxrss);
}

/* Out of every list: nobody finds it any more. The caller drops the pid's reference. */
void detach_task(struct task_struct *tsk)
{
	lock_assert_held(&tasklist_lock);
	list_del_init(&tsk->sibling);
	list_del(&tsk->tasks);
	pid_detach(tsk);
}

/* The first zombie that matches, detached; *found says whether there is any child to wait for. */
static struct task_struct *take_zombie(const struct wait_opts *wo, bool *found)
{
	struct task_struct *child;

	*found = false;
	spin_lock(&tasklist_lock);
	list_for_each_entry(child, &current->children, sibling) {
		if (!wait_matches(wo, child))
			continue;
		*found = true;
		if (child->zombie) {
			account_child(current, child);
			detach_task(child);
			spin_unlock(&tasklist_lock);
			return child;
		}
	}
	spin_unlock(&tasklist_lock);
	return NULL;
}

/* child is a zombie and in no list: its status and usage, and the end of it. */
static pid_t release_task(struct task_struct *child, struct wait_opts *wo)
{
	pid_t pid = child->pid;

	wo->status = child->exit_code;
	get_rusage(child, true, true, &wo->ru);
	trace_step("child %d status %x", pid, wo->status);
	put_task(child);
	return pid;
}

static long do_wait(struct wait_opts *wo)
{
	struct task_struct *child;
	long result = 0;
	bool found;
	DEFINE_WAIT(wait);

	child = take_zombie(wo, &found);
	if (child)
		return release_task(child, wo);
	for (;;) {
		prepare_to_wait(&current->wait_chldexit, &wait, TASK_INTERRUPTIBLE);
		child = take_zombie(wo, &found);
		if (child)
			break;
		result = !found ? -ECHILD : wo->options & WNOHANG ? 0
				    : signal_pending(current)	  ? -EINTR
								  : 1;
		if (result <= 0)
			break;
		schedule();
	}
	finish_wait(&current->wait_chldexit, &wait);
	return child ? release_task(child, wo) : result;
}

long do_wait4(pid_t pid, int *status, int options, struct rusage *ru)
{
	struct wait_opts wo = { .pid = pid, .options = options };
	long result;

	if (options & ~(WNOHANG | WUNTRACED | WCONTINUED | __WNOTHREAD | __WCLONE | __WALL))
		return -EINVAL;
	if (pid == (pid_t)0x80000000)
		return -ESRCH;
	result = do_wait(&wo);
	if (result > 0) {
		*status = wo.status;
		if (ru)
			*ru = wo.ru;
	}
	return result;
}

long sys_wait4(pid_t pid, int __user *ustatus, int options, struct rusage __user *uru)
{
	struct rusage ru;
	int status;
	long result;

	trace_step("for %d", pid);
	result = do_wait4(pid, &status, options, &ru);

	if (result <= 0)
		return result;
	if (ustatus && put_user(status, ustatus))
		return -EFAULT;
	if (uru && copy_to_user(uru, &ru, sizeof(ru)))
		return -EFAULT;
	return result;
}

long sys_waitpid(pid_t pid, int __user *status, int options)
{
	return sys_wait4(pid, status, options, NULL);
}

long sys_getrusage(int who, struct rusage __user *ru)
{
	struct rusage usage;

	if (who != RUSAGE_SELF && who != RUSAGE_CHILDREN && who != RUSAGE_THREAD)
		return -EINVAL;
	get_rusage(current, who != RUSAGE_CHILDREN, who == RUSAGE_CHILDREN, &usage);
	if (who != RUSAGE_CHILDREN && current->mm)
		usage.ru_maxrss = max(usage.ru_maxrss, (long)(mm_peak_rss(current->mm) * (PAGE_SIZE / 1024)));
	return copy_to_user(ru, &usage, sizeof(usage)) ? -EFAULT : 0;
}
