/* What the files of this folder share. */
#ifndef SCHED_INTERNAL_H
#define SCHED_INTERNAL_H

#include <kernel/cpu.h>
#include <kernel/sched.h>
#include <kernel/task.h>

#define SLICE_TICKS 2u /* a turn */

/* [a] CPUs that wait for work. An idle CPU sets its bit, then looks at all queues; who queues a task
 * looks at the bits afterwards. So one of the two sees the other. */
extern cpumask_t idle_cpus;

/* Both with rq->lock held. */
static inline void rq_push(struct rq *rq, struct task_struct *tsk)
{
	list_add_tail(&tsk->run_list, &rq->queue);
	WRITE_ONCE(rq->nr_queued, rq->nr_queued + 1);
}

static inline struct task_struct *rq_pop(struct rq *rq)
{
	struct task_struct *tsk = list_first_entry(&rq->queue, struct task_struct, run_list);

	list_del(&tsk->run_list);
	WRITE_ONCE(rq->nr_queued, rq->nr_queued - 1);
	return tsk;
}

/* Wake one idle CPU, if there is any: a task waits somewhere. */
void kick_idle_cpu(void);

/* A task waits on another CPU's queue while that CPU runs something else. */
bool work_to_steal(const struct cpu *thief);
/* Move such a task to this CPU's queue; false if there is none. Interrupts on. */
bool steal_task(struct cpu *thief);

#endif
