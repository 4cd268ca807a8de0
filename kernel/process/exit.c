/*
 * exit: a task gives back what it has, tells its parent, and stops.
 *
 *	do_exit
 *	  exit_mm		leave the address space
 *	    mm_release		  a vfork parent gets it back (vfork.c)
 *	    mmput		  the last user empties it (mm.c)
 *	  exit_files, exit_fs	each a put
 *	  exit_thread		what the port holds for it
 *	  exit_notify		children go to pid 1, the parent hears of it; from here on a zombie
 *	  schedule		never returns; the next task on this CPU drops our last reference
 */
#include <arch/cpu.h>
#include <arch/mmu_context.h>
#include <kernel/file.h>
#include <kernel/panic.h>
#include <kernel/printk.h>
#include <kernel/syscalls.h>
#include <kernel/trace.h>
#include "internal.h"

/*
 * The structure stays, by mm_count, for as long as this CPU runs on its tables: tsk is a kernel
 * thread from now on, with a borrowed active_mm.
 */
void exit_mm(struct task_struct *tsk)
{
	struct mm_struct *mm = tsk->mm;

	trace_step("leaves mm %lx", (unsigned long)mm);
	mm_release(tsk, mm);
	if (!mm)
		return;
	tsk->maxrss = max(tsk->maxrss, mm_peak_rss(mm) * (PAGE_SIZE / 1024));
	mmgrab(mm);
	task_lock(tsk);
	tsk->mm = NULL;
	enter_lazy_tlb(mm);
	task_unlock(tsk);
	mmput(mm);
}

static void exit_files(struct task_struct *tsk)
{
	struct files_struct *files = tsk->files;

	trace_step("%s", files ? "put" : "none");
	task_lock(tsk);
	tsk->files = NULL;
	task_unlock(tsk);
	if (files)
		files_put(files);
}

static void exit_fs(struct task_struct *tsk)
{
	struct fs_struct *fs = tsk->fs;

	trace_step("%s", fs ? "put" : "none");
	task_lock(tsk);
	tsk->fs = NULL;
	task_unlock(tsk);
	if (fs)
		fs_put(fs);
}

/* By SIG_IGN or by SA_NOCLDWAIT: children leave no zombies. */
static bool ignores_children(struct task_struct *parent)
{
	return signal_ignored(SIGCHLD, parent) ||
	       parent->sighand->action[SIGCHLD - 1].sa_flags & SA_NOCLDWAIT;
}

/* The parent hears of it. True if it does not care: then the task is released at once. */
static bool notify_parent(struct task_struct *tsk)
{
	struct task_struct *parent = tsk->parent;
	bool ignored = tsk->exit_signal == SIGCHLD && ignores_children(parent);

	lock_assert_held(&tasklist_lock);
	if (parent == &init_task) /* a kernel thread of the boot: nobody waits for it */
		return true;
	if (tsk->exit_signal)
		send_signal(tsk->exit_signal, parent);
	wake_up(&parent->wait_chldexit);
	return ignored;
}

/* Orphans go to pid 1, which waits for all it gets; those that are dead already are its at once. */
static void reparent_children(struct task_struct *tsk, struct list_head *dead)
{
	struct task_struct *child, *next;

	lock_assert_held(&tasklist_lock);
	list_for_each_entry_safe(child, next, &tsk->children, sibling) {
		child->parent = child_reaper;
		child->exit_signal = SIGCHLD;
		list_move_tail(&child->sibling, &child_reaper->children);
		if (child->zombie && notify_parent(child)) {
			detach_task(child);
			list_add_tail(&child->sibling, dead);
		}
	}
}

static void exit_notify(struct task_struct *tsk)
{
	struct task_struct *child, *next;
	LIST_HEAD(dead);
	bool release;

	spin_lock(&tasklist_lock);
	trace_step("parent %d", tsk->parent->pid);
	reparent_children(tsk, &dead);
	tsk->zombie = true;
	release = notify_parent(tsk);
	if (release) {
		detach_task(tsk);
		list_add_tail(&tsk->sibling, &dead);
	}
	spin_unlock(&tasklist_lock);
	list_for_each_entry_safe(child, next, &dead, sibling)
		put_task(child);
}

/* Pid 1 is gone, and with it the reason to run: its status is the machine's. */
static void __noreturn init_exited(int code)
{
	int signal = code & 0x7f;

	if (signal)
		printk("init was killed by signal %d\n", signal);
	shutdown_filesystems();
	arch_power_off(signal ? 128 + signal : code >> 8 & 0xff);
}

void do_exit(int code)
{
	struct task_struct *tsk = current;

	if (unlikely(tsk == child_reaper))
		init_exited(code);
	BUG_ON(tsk->flags & PF_EXITING);
	tsk->flags |= PF_EXITING;
	tsk->fail_nth = 0;
	tsk->exit_code = code;
	trace_step("status %x", code);

	exit_mm(tsk);
	exit_files(tsk);
	exit_fs(tsk);
	exit_thread(tsk);
	exit_notify(tsk);

	__set_current_state(TASK_DEAD);
	schedule();
	panic("a dead task runs");
}

long sys_exit(int status)
{
	do_exit((status & 0xff) << 8);
}

long sys_exit_group(int status)
{
	do_exit((status & 0xff) << 8);
}
