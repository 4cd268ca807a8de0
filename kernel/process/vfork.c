/*
 * vfork: the parent lends its address space and sleeps until the child gives it back.
 *
 *	parent (lender)				child (borrower)
 *	do_fork: vfork on its own stack
 *	         child->vfork_done = &vfork
 *	wait_for_vfork_done			exec or exit: mm_release
 *	  sleeps . . . . . . . . . . . . . . .	  complete_vfork_done
 *	returns the child's pid
 *
 * An exec that fails does not get to mm_release, so the parent sleeps on. A parent that is killed
 * stops waiting: it clears vfork_done first, under the child's task lock, so that nobody completes
 * what was on a stack that is gone.
 */
#include <kernel/mm.h>
#include <kernel/process.h>
#include <kernel/trace.h>
#include <kernel/uaccess.h>

void complete_vfork_done(struct task_struct *tsk)
{
	struct completion *vfork;

	task_lock(tsk);
	vfork = tsk->vfork_done;
	if (likely(vfork)) {
		tsk->vfork_done = NULL;
		trace_step("wake the parent");
		complete(vfork);
	}
	task_unlock(tsk);
}

/* 0, or -EINTR if a fatal signal came first; either way vfork is the caller's alone again. */
int wait_for_vfork_done(struct task_struct *child, struct completion *vfork)
{
	int killed;

	trace_step("child %d has the space", child->pid);
	killed = wait_for_completion_killable(vfork);
	if (killed) {
		task_lock(child);
		child->vfork_done = NULL;
		task_unlock(child);
	}
	trace_step("back from child %d", child->pid);
	return killed;
}

/* CLONE_CHILD_CLEARTID: others in this space look at the word. The last one out has nobody to tell. */
static void clear_tid(struct task_struct *tsk, struct mm_struct *mm)
{
	if (atomic_read(&mm->mm_users) > 1 && put_user(0, tsk->clear_child_tid))
		trace_step("clear_child_tid is a bad address");
	tsk->clear_child_tid = NULL;
}

/* What others in this space, or who waits for a lock, are to find when tsk is gone. */
static void __noinline leave_word(struct task_struct *tsk, struct mm_struct *mm)
{
	if (tsk->robust_list)
		exit_robust_list(tsk);
	if (mm && tsk->clear_child_tid)
		clear_tid(tsk, mm);
}

/* tsk, which is current, stops using mm: from exec, with a new one at hand, or from exit. */
void mm_release(struct task_struct *tsk, struct mm_struct *mm)
{
	trace_step("%s", tsk->flags & PF_EXITING ? "exit" : "exec");
	if (tsk->robust_list || tsk->clear_child_tid)
		leave_word(tsk, mm);
	if (tsk->vfork_done)
		complete_vfork_done(tsk);
}
