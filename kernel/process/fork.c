/*
 * fork, vfork, clone: a new task that shares, or gets a copy of, what its parent has.
 *
 *	sys_fork, sys_vfork, sys_clone, sys_clone3
 *	  do_fork		one door for all; vfork's parent waits here
 *	    copy_process	the new task: everything that can fail happens in here, before anybody
 *				can see it
 *	      dup_task_struct	its structure and kernel stack
 *	      copy_files ...	each resource: shared if its CLONE_ flag says so, else copied
 *	      copy_mm		the address space: nothing, shared, or dup_mm()
 *	      copy_thread	its registers: it returns 0 where the parent returns the pid
 *	    wake_up_new_task
 */
#include <abi/sched.h>
#include <kernel/err.h>
#include <kernel/file.h>
#include <kernel/panic.h>
#include <kernel/string.h>
#include <kernel/syscalls.h>
#include <kernel/time.h>
#include <kernel/trace.h>
#include <kernel/uaccess.h>
#include "internal.h"

/* Flags that ask for nothing here: there are no System V semaphores, I/O contexts or tracers. */
#define CLONE_HARMLESS (CLONE_SYSVSEM | CLONE_IO | CLONE_UNTRACED | CLONE_DETACHED)
#define CLONE_SUPPORTED                                                                   \
	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_VFORK | CLONE_PARENT | \
	 CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | \
	 CLONE_CLEAR_SIGHAND | CLONE_HARMLESS)

/* Contradictions are -EINVAL; what ditto has not is -EINVAL too, as in a Linux built without it. */
static int check_clone_flags(const struct kernel_clone_args *args)
{
	u64 flags = args->flags;

	if (flags & ~(u64)CLONE_SUPPORTED)
		return -EINVAL;
	if (flags & CLONE_SIGHAND && !(flags & CLONE_VM))
		return -EINVAL;
	if (flags & CLONE_SIGHAND && flags & CLONE_CLEAR_SIGHAND)
		return -EINVAL;
	if (flags & CLONE_PARENT && current == child_reaper)
		return -EINVAL; /* its child would be nobody's to wait for */
	if (args->exit_signal < 0 || args->exit_signal > _NSIG)
		return -EINVAL;
	return 0;
}

/*
 * ---- each resource: a get when it is shared, a dup when not; exit.c has the puts ----
 *
 * A kernel thread has none of them, whoever asks for it: one that a mount() starts lives on when the
 * program that called it has long ended.
 */

static int copy_files(u64 flags, struct task_struct *tsk)
{
	struct files_struct *files = current->files;

	if (!files || tsk->flags & PF_KTHREAD)
		return 0;
	trace_step("%s", flags & CLONE_FILES ? "share" : "copy");
	if (flags & CLONE_FILES)
		tsk->files = files_get(files);
	else
		tsk->files = files_dup(files);
	return tsk->files ? 0 : -ENOMEM;
}

static int copy_fs(u64 flags, struct task_struct *tsk)
{
	struct fs_struct *fs = current->fs;

	if (!fs || tsk->flags & PF_KTHREAD)
		return 0;
	trace_step("%s", flags & CLONE_FS ? "share" : "copy");
	if (flags & CLONE_FS)
		tsk->fs = fs_get(fs);
	else
		tsk->fs = fs_dup(fs);
	return tsk->fs ? 0 : -ENOMEM;
}

static int copy_sighand(u64 flags, struct task_struct *tsk)
{
	trace_step("%s", flags & CLONE_SIGHAND ? "share" : "copy");
	memset(&tsk->pending, 0, sizeof(tsk->pending));
	if (tsk->flags & PF_KTHREAD)
		tsk->sighand = &init_sighand;
	if (flags & CLONE_SIGHAND) {
		sighand_get(tsk->sighand);
		return 0;
	}
	tsk->sighand = sighand_dup(current->sighand);
	if (!tsk->sighand)
		return -ENOMEM;
	if (flags & CLONE_CLEAR_SIGHAND)
		flush_signal_handlers(tsk);
	return 0;
}

/* A kernel thread has no address space; CLONE_VM is one user more; else a copy. */
static int copy_mm(u64 flags, struct task_struct *tsk)
{
	struct mm_struct *mm = current->mm;

	tsk->mm = NULL;
	tsk->active_mm = NULL;
	if (!mm || tsk->flags & PF_KTHREAD)
		return 0;
	if (flags & CLONE_VM) {
		mmget(mm);
		trace_step("share, users now %d", atomic_read(&mm->mm_users));
	} else {
		trace_step("copy");
		mm = dup_mm(tsk);
		if (IS_ERR(mm))
			return (int)PTR_ERR(mm);
	}
	tsk->mm = mm;
	tsk->active_mm = mm;
	return 0;
}

/* What a task has for itself, however it was made. */
static void init_private(struct task_struct *tsk, const struct kernel_clone_args *args)
{
	tsk->flags = PF_FORKNOEXEC | (args->fn ? PF_KTHREAD : tsk->flags & ~PF_KTHREAD);
	tsk->state = TASK_UNINTERRUPTIBLE; /* until wake_up_new_task() */
	tsk->on_rq = false;
	INIT_LIST_HEAD(&tsk->run_list);
	tsk->files = NULL;
	tsk->fs = NULL;
	spin_lock_init(&tsk->alloc_lock, "task", RANK_TASK);
	INIT_LIST_HEAD(&tsk->children);
	INIT_LIST_HEAD(&tsk->sibling);
	init_waitqueue_head(&tsk->wait_chldexit);
	tsk->zombie = false;
	tsk->vfork_done = NULL;
	tsk->set_child_tid = args->flags & CLONE_CHILD_SETTID ? args->child_tid : NULL;
	tsk->clear_child_tid = args->flags & CLONE_CHILD_CLEARTID ? args->child_tid : NULL;
	tsk->robust_list = NULL;
	tsk->min_flt = tsk->maj_flt = tsk->nvcsw = tsk->nivcsw = 0;
	tsk->cmin_flt = tsk->cmaj_flt = tsk->cnvcsw = tsk->cnivcsw = 0;
	tsk->utime = tsk->stime = tsk->cutime = tsk->cstime = 0;
	tsk->maxrss = tsk->cmaxrss = 0;
	tsk->start_time = clock_ns();
}

/*
 * The commit: from here on tsk has a parent and is found by its pid. -EINTR if current has been killed:
 * who kills a group, and holds the lock while he goes through the tasks, shall not miss one that is
 * about to appear.
 */
static int attach_task(struct task_struct *tsk, const struct kernel_clone_args *args)
{
	/* A kernel thread that a program had made is not the program's child. */
	struct task_struct *maker = args->fn && current->mm ? &init_task : current;

	tsk->tgid = tsk->pid;
	if (!child_reaper)
		child_reaper = tsk;
	spin_lock(&tasklist_lock);
	if (unlikely(current->thread_info.work & TIF_SIGPENDING) && fatal_signal_pending(current)) {
		spin_unlock(&tasklist_lock);
		return -EINTR;
	}
	/* A sibling is to its parent what current is. */
	tsk->parent = args->flags & CLONE_PARENT ? current->parent : maker;
	tsk->exit_signal = args->flags & CLONE_PARENT ? current->exit_signal : args->exit_signal;
	tsk->pgrp = maker->pgrp;
	tsk->session = maker->session;
	list_add_tail(&tsk->sibling, &tsk->parent->children);
	list_add_tail(&tsk->tasks, &task_list);
	pid_attach(tsk);
	spin_unlock(&tasklist_lock);
	return 0;
}

struct task_struct *copy_process(struct kernel_clone_args *args)
{
	u64 flags = args->flags;
	struct task_struct *tsk;
	int err;

	err = check_clone_flags(args);
	if (err)
		return ERR_PTR(err);
	trace_step("flags %llx", (unsigned long long)flags);

	tsk = dup_task_struct(current);
	if (!tsk)
		return ERR_PTR(-ENOMEM);
	init_private(tsk, args);
	err = copy_files(flags, tsk);
	if (err)
		goto free_task;
	err = copy_fs(flags, tsk);
	if (err)
		goto exit_files;
	err = copy_sighand(flags, tsk);
	if (err)
		goto exit_fs;
	err = copy_mm(flags, tsk);
	if (err)
		goto exit_sighand;
	err = copy_thread(tsk, args);
	if (err)
		goto exit_mm;
	err = pid_alloc(&tsk->pid);
	if (err)
		goto exit_thread;
	err = attach_task(tsk, args);
	if (err)
		goto free_pid;
	return tsk;

free_pid:
	pid_free(tsk->pid);
exit_thread:
	exit_thread(tsk);
exit_mm:
	if (tsk->mm)
		mmput(tsk->mm);
exit_sighand:
	sighand_put(tsk->sighand);
exit_fs:
	if (tsk->fs)
		fs_put(tsk->fs);
exit_files:
	if (tsk->files)
		files_put(tsk->files);
free_task:
	free_task(tsk);
	return ERR_PTR(err);
}

long do_fork(struct kernel_clone_args *args)
{
	struct completion vfork;
	struct task_struct *tsk;
	pid_t pid;

	trace_step("%s", args->flags & CLONE_VFORK ? "vfork" : args->flags & CLONE_VM ? "clone"
										      : "fork");
	tsk = copy_process(args);
	if (IS_ERR(tsk))
		return PTR_ERR(tsk);
	pid = tsk->pid;
	/* As in Linux, a bad address here is the caller's loss alone: the child exists already. */
	if (args->flags & CLONE_PARENT_SETTID && put_user(pid, args->parent_tid))
		trace_step("parent_tid is a bad address");
	if (args->flags & CLONE_VFORK) {
		init_completion(&vfork);
		tsk->vfork_done = &vfork;
		get_task(tsk);
	}
	wake_up_new_task(tsk);

	if (args->flags & CLONE_VFORK) {
		wait_for_vfork_done(tsk, &vfork);
		put_task(tsk);
	}
	return pid;
}

/* ---- system calls ---- */

long sys_fork(void)
{
	struct kernel_clone_args args = { .exit_signal = SIGCHLD };

	trace_step("by %d", current->pid);
	return do_fork(&args);
}

long sys_vfork(void)
{
	struct kernel_clone_args args = {
		.flags = CLONE_VFORK | CLONE_VM,
		.exit_signal = SIGCHLD,
	};

	trace_step("by %d", current->pid);
	return do_fork(&args);
}

long sys_clone(unsigned long flags, unsigned long stack, int __user *parent_tid, unsigned long tls,
	       int __user *child_tid)
{
	struct kernel_clone_args args = {
		.flags = (u32)flags & ~CSIGNAL,
		.exit_signal = (int)(flags & CSIGNAL),
		.stack = stack,
		.tls = tls,
		.parent_tid = parent_tid,
		.child_tid = child_tid,
	};

	trace_step("by %d", current->pid);
	return do_fork(&args);
}

/* Bytes that a newer program knows of and this kernel does not must be zero. */
static int copy_clone_args(struct clone_args *to, const void __user *from, size_t size)
{
	char rest[64];

	if (size > PAGE_SIZE)
		return -E2BIG;
	if (size < CLONE_ARGS_SIZE_VER0)
		return -EINVAL;
	memset(to, 0, sizeof(*to));
	if (copy_from_user(to, from, min(size, sizeof(*to))))
		return -EFAULT;
	for (size_t done = sizeof(*to); done < size; done += sizeof(rest)) {
		size_t n = min(size - done, sizeof(rest));

		if (copy_from_user(rest, (const char __user *)from + done, n))
			return -EFAULT;
		for (size_t i = 0; i < n; i++)
			if (rest[i])
				return -E2BIG;
	}
	return 0;
}

long sys_clone3(const struct clone_args __user *uargs, size_t size)
{
	struct clone_args c;
	int err = copy_clone_args(&c, uargs, size);

	if (err)
		return err;
	if (c.exit_signal > _NSIG || c.flags & (CSIGNAL | CLONE_DETACHED) || c.set_tid || c.set_tid_size ||
	    !c.stack != !c.stack_size || (c.flags & CLONE_PARENT && c.exit_signal))
		return -EINVAL;

	struct kernel_clone_args args = {
		.flags = c.flags,
		.exit_signal = (int)c.exit_signal,
		.stack = (unsigned long)(c.stack + c.stack_size),
		.tls = (unsigned long)c.tls,
		.parent_tid = (int __user *)(unsigned long)c.parent_tid,
		.child_tid = (int __user *)(unsigned long)c.child_tid,
	};
	return do_fork(&args);
}

/* ---- tasks that live in the kernel ---- */

struct task_struct *kernel_thread(int (*fn)(void *), void *arg, const char *name)
{
	struct kernel_clone_args args = {
		.flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND,
		.fn = fn,
		.fn_arg = arg,
	};
	struct task_struct *tsk = copy_process(&args);

	if (IS_ERR(tsk))
		return tsk;
	strlcpy(tsk->comm, name, sizeof(tsk->comm));
	wake_up_new_task(tsk);
	return tsk;
}

struct task_struct *idle_task_create(struct cpu *cpu)
{
	struct kernel_clone_args args = { .flags = CLONE_VM };
	struct task_struct *tsk = dup_task_struct(&init_task);

	if (!tsk)
		return NULL;
	init_private(tsk, &args);
	tsk->flags = PF_KTHREAD;
	tsk->thread_info.cpu = cpu;
	tsk->active_mm = &init_mm;
	mmgrab(&init_mm);
	tsk->parent = &init_task;
	tsk->pid = 0;
	return tsk;
}
