/*
 * The scheduler: one queue of runnable tasks for each CPU, first in, first out, two ticks a turn.
 *
 * schedule() switches from task to task directly, with the run queue's lock held across switch_to()
 * and released by the task that comes next (finish_task_switch). So while anyone else holds that
 * lock, no task of this CPU is half switched: a waker that finds a task off its queue finds all its
 * registers saved, and it cannot run in two places. A CPU without work steals from the others
 * before it waits. Tasks are preempted only on their way back to user mode.
 *
 * States and what may be done to a sleeper are in task.h; how to sleep is in wait.h.
 */
#ifndef KERNEL_SCHED_H
#define KERNEL_SCHED_H

#include <kernel/atomic.h>
#include <kernel/list.h>
#include <kernel/spinlock.h>

struct cpu;
struct mm_struct;
struct task_struct;

struct rq {
	struct spinlock lock;	      /* rank RQ */
	struct list_head queue;	      /* [lock] tasks that could run, the one that does not included */
	unsigned int nr_queued;	      /* [lock] read without it by thieves */
	bool spill;		      /* [own CPU] a task was queued here while another CPU idles */
	struct mm_struct *dropped_mm; /* [own CPU] prev's borrowed mm, on its way to finish_task_switch() */
	struct mm_struct *lazy_mm;    /* what the idle task borrows while it waits; others only compare it */
	unsigned long switches;	      /* [own CPU] */
};

/* Boot: run queues, and init_task as what the boot CPU runs. */
void sched_init(void);
/* The end of each CPU's start: current becomes its idle task. */
void __noreturn cpu_idle(void);

/* Let someone else run; returns when it is our turn again. If state is not TASK_RUNNING: sleep. */
void schedule(void);
/* The first call of a new task, from the port's ret_from_fork. */
void schedule_tail(struct task_struct *prev);
/* Behind all others that want this CPU. */
void yield(void);

#define need_resched() unlikely(READ_ONCE(current->thread_info.work) & TIF_NEED_RESCHED)
/* In long loops without locks. */
#define cond_resched()              \
	do {                        \
		if (need_resched()) \
			schedule(); \
	} while (0)

/* A sleeper's announcement; ordered before the test of what it waits for. */
#define set_current_state(s)                   \
	do {                                   \
		WRITE_ONCE(current->state, s); \
		smp_mb();                      \
	} while (0)
#define __set_current_state(s) WRITE_ONCE(current->state, s)

/*
 * Any context; the caller keeps tsk alive. True if it slept. Orders what the caller stored before
 * what the woken task loads.
 */
bool wake_up_process(struct task_struct *tsk);
/* Only if its sleep is no deeper: TASK_INTERRUPTIBLE, TASK_KILLABLE or TASK_UNINTERRUPTIBLE. */
bool wake_up_state(struct task_struct *tsk, unsigned int deepest);
/* A task from copy_process() runs for the first time, on this CPU unless another one idles. */
void wake_up_new_task(struct task_struct *tsk);
/* tsk got a TIF_ bit: if it runs in user mode on another CPU, it shall see that now. */
void kick_task(struct task_struct *tsk);

/* What the timer does to the running task. user: it was in user mode. */
void scheduler_tick(bool user);

/* The last user of mm is gone: CPUs that idle on it let go of the structure. */
void sched_drop_lazy_mm(struct mm_struct *mm);

/* Is tsk on a CPU right now? Only a hint, unless tsk is current. */
bool task_is_running(const struct task_struct *tsk);
/* Tasks that run or could run, on all CPUs. */
unsigned int nr_running(void);
unsigned long nr_context_switches(void);
/* What each CPU runs and has queued, for hangs. Takes no lock. */
void show_run_queues(void);

#endif
