/*
 * From one task to the next.
 *
 * schedule() runs on prev's stack up to switch_to() and returns on prev's stack much later; in between
 * everything happens on other stacks. What prev leaves behind is cleaned up by whoever comes
 * next on this CPU, in finish_task_switch(): the run queue's lock, an address space that prev
 * had borrowed, and prev itself if it is dead, for nobody can free the stack that he stands on.
 *
 *	schedule()		prev	takes rq->lock
 *	  context_switch()	prev
 *	    switch_to()		prev -> next
 *	  finish_task_switch()	next	releases rq->lock, drops what prev left
 */
#include <arch/mmu_context.h>
#include <arch/thread.h>
#include <kernel/mm.h>
#include <kernel/panic.h>
#include <kernel/signal.h>
#include <kernel/syscalls.h>
#include <kernel/time.h>
#include <kernel/uaccess.h>

#include "internal.h"

void sched_init(void)
{
	for (unsigned int i = 0; i < NR_CPUS; i++) {
		spin_lock_init(&cpus[i].rq.lock, "run queue", RANK_RQ);
		INIT_LIST_HEAD(&cpus[i].rq.queue);
	}
	init_task.on_rq = true;
	cpus[0].curr = cpus[0].idle = &init_task;
	cpus[0].online = true;
	cpu_online_mask = 1;
}

static void finish_task_switch(struct task_struct *prev)
{
	struct rq *rq = &this_cpu()->rq;
	struct mm_struct *mm = rq->dropped_mm;
	bool dead = prev->state == TASK_DEAD; /* after the unlock prev may run, and die, elsewhere */

	rq->dropped_mm = NULL;
	spin_unlock_irq(&rq->lock);
	if (unlikely(mm))
		mmdrop(mm);
	if (unlikely(dead))
		put_task(prev);
}

void schedule_tail(struct task_struct *prev)
{
#ifdef CONFIG_DEBUG
	current->held_locks.count = 0; /* copied from the parent */
#endif
	finish_task_switch(prev);
	/* CLONE_CHILD_SETTID; as in Linux, a bad address is the program's own loss. */
	if (unlikely(current->set_child_tid) && put_user(current->pid, current->set_child_tid))
		current->set_child_tid = NULL;
}

/*
 * The address space: a task without one (a kernel thread, or one that has left its own) goes on with the
 * tables that are loaded, and holds mm_count for them. Between two such tasks the loan is passed on.
 */
static void switch_address_space(struct rq *rq, struct task_struct *prev, struct task_struct *next)
{
	struct mm_struct *loaded = prev->active_mm;

	if (!next->mm) {
		next->active_mm = loaded;
		if (prev->mm) {
			mmgrab(loaded);
			enter_lazy_tlb(loaded);
		} else {
			prev->active_mm = NULL;
		}
	} else {
		switch_mm(loaded, next->mm);
		if (!prev->mm) {
			prev->active_mm = NULL;
			rq->dropped_mm = loaded;
		}
	}
}

static void context_switch(struct cpu *cpu, struct task_struct *prev, struct task_struct *next)
{
	struct rq *rq = &cpu->rq;

	DEBUG_BUG_ON(prev == next);
	if (unlikely(prev == cpu->idle))
		tick_start();
	rq->spill = false;
	rq->switches++;
	WRITE_ONCE(cpu->curr, next);
	next->slice = SLICE_TICKS;
	switch_address_space(rq, prev, next);
	/* Here next runs; it may come back on another CPU. */
	finish_task_switch(switch_to(prev, next));
}

/* The signal that a sleeper would wake for is here already. */
static bool signal_ends_sleep(const struct task_struct *tsk)
{
	if (likely(!(READ_ONCE(tsk->thread_info.work) & TIF_SIGPENDING)))
		return false;
	return (tsk->state == TASK_INTERRUPTIBLE && signal_pending(tsk)) ||
	       (tsk->state == TASK_KILLABLE && fatal_signal_pending(tsk));
}

/*
 * prev could go on. True if it shall: its turn is not over, the reason to be here was only that an
 * idle CPU should hear of a task that waits; or there is nobody else.
 */
static bool keep_running(struct rq *rq, struct task_struct *prev)
{
	if (rq->spill && prev->slice) {
		rq->spill = false;
		return true;
	}
	if (rq->nr_queued)
		return false;
	prev->slice = SLICE_TICKS;
	return true;
}

/* May be called with interrupts off; returns with interrupts on. */
void schedule(void)
{
	struct task_struct *prev = current, *next;
	struct cpu *cpu = this_cpu();
	struct rq *rq = &cpu->rq;

	lock_debug_may_schedule();
	if (signal_ends_sleep(prev))
		__set_current_state(TASK_RUNNING);
	spin_lock_irq(&rq->lock);
	if (prev->thread_info.work & TIF_NEED_RESCHED)
		clear_task_work(prev, TIF_NEED_RESCHED);

	if (prev->state != TASK_RUNNING) {
		prev->on_rq = false;
		prev->nvcsw++;
	} else if (keep_running(rq, prev)) {
		bool others = rq->nr_queued;

		spin_unlock_irq(&rq->lock);
		if (others)
			kick_idle_cpu();
		return;
	} else if (prev != cpu->idle) {
		rq_push(rq, prev);
		prev->nivcsw++;
	}

	next = rq->nr_queued ? rq_pop(rq) : cpu->idle;
	if (rq->nr_queued && READ_ONCE(idle_cpus))
		kick_idle_cpu();
	context_switch(cpu, prev, next);
}

void yield(void)
{
	current->slice = 0;
	schedule();
}

long sys_sched_yield(void)
{
	yield();
	return 0;
}

void scheduler_tick(bool user)
{
	struct task_struct *tsk = current;
	struct rq *rq = &this_cpu()->rq;

	if (user)
		tsk->utime += TICK_NS;
	else
		tsk->stime += TICK_NS;
	if (tsk->slice)
		tsk->slice--;
	if (!READ_ONCE(rq->nr_queued))
		return;
	if (!tsk->slice)
		set_task_work(tsk, TIF_NEED_RESCHED);
	/* A kernel thread may not get to schedule() for long: what waits behind it is anybody's. */
	if (READ_ONCE(idle_cpus))
		kick_idle_cpu();
}
