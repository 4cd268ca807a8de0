/*
 * Who runs next: putting tasks on run queues, and moving them to CPUs that have nothing to do.
 *
 * A woken task goes to the queue of the CPU that it ran on last. If that CPU is busy and another one
 * idles, the other one is told, and comes to steal. A waker that will not run much longer itself
 * (vfork's parent, the writer of a pipe) would only give away its successor, so on its own CPU it
 * just notes the fact (rq->spill); schedule() tells the idle CPU if it turns out otherwise.
 */
#include <arch/cpu.h>
#include <kernel/bitmap.h>
#include <kernel/printk.h>
#include <kernel/trace.h>

#include "internal.h"

cpumask_t idle_cpus;

/*
 * The lock of the queue that tsk is on, or will be. A task changes its CPU only under the lock of the
 * one that it leaves.
 */
static struct cpu *lock_task_rq(struct task_struct *tsk, unsigned long *flags)
{
	for (;;) {
		struct cpu *cpu = READ_ONCE(tsk->thread_info.cpu);

		spin_lock_irqsave(&cpu->rq.lock, *flags);
		if (likely(cpu == READ_ONCE(tsk->thread_info.cpu)))
			return cpu;
		spin_unlock_irqrestore(&cpu->rq.lock, *flags);
	}
}

void kick_idle_cpu(void)
{
	cpumask_t mask = READ_ONCE(idle_cpus);

	while (mask) {
		unsigned int id = lowest_bit(mask);
		cpumask_t bit = (cpumask_t)1 << id;

		/* Whoever clears the bit sends the message. */
		if (__atomic_fetch_and(&idle_cpus, ~bit, __ATOMIC_RELAXED) & bit) {
			arch_send_reschedule(&cpus[id]);
			return;
		}
		mask &= ~bit;
	}
}

/* A task was put on cpu's queue: see to it that somebody comes for it. cpu->rq.lock is held. */
static void announce(struct cpu *cpu)
{
	struct cpu *me = this_cpu();

	smp_mb(); /* the queue before idle_cpus */
	if (cpu->curr == cpu->idle) {
		/* It waits, or is about to look at its queue. */
		if (cpu != me && __atomic_fetch_and(&idle_cpus, ~((cpumask_t)1 << cpu->id),
						    __ATOMIC_RELAXED) >>
						 cpu->id &
					 1)
			arch_send_reschedule(cpu);
	} else if (!READ_ONCE(idle_cpus)) {
		return;
	} else if (cpu == me) {
		cpu->rq.spill = true;
		set_task_work(current, TIF_NEED_RESCHED);
	} else {
		kick_idle_cpu();
	}
}

bool wake_up_state(struct task_struct *tsk, unsigned int deepest)
{
	unsigned long flags;
	struct cpu *cpu = lock_task_rq(tsk, &flags);
	bool asleep;

	/* What the caller stored, before the state: pairs with set_current_state(). */
	smp_mb();
	asleep = tsk->state != TASK_RUNNING && tsk->state <= deepest;
	if (asleep) {
		tsk->state = TASK_RUNNING;
		/* If it is still on its way to schedule(), that will see the state and go on. */
		if (!tsk->on_rq) {
			tsk->on_rq = true;
			rq_push(&cpu->rq, tsk);
			announce(cpu);
		}
	}
	spin_unlock_irqrestore(&cpu->rq.lock, flags);
	return asleep;
}

bool wake_up_process(struct task_struct *tsk)
{
	return wake_up_state(tsk, TASK_UNINTERRUPTIBLE);
}

void wake_up_new_task(struct task_struct *tsk)
{
	struct cpu *cpu = this_cpu();
	unsigned long flags;

	trace_step("child %d", tsk->pid);
	spin_lock_irqsave(&cpu->rq.lock, flags);
	tsk->thread_info.cpu = cpu;
	tsk->state = TASK_RUNNING;
	tsk->on_rq = true;
	rq_push(&cpu->rq, tsk);
	announce(cpu);
	spin_unlock_irqrestore(&cpu->rq.lock, flags);
}

void kick_task(struct task_struct *tsk)
{
	unsigned long flags;
	struct cpu *cpu = lock_task_rq(tsk, &flags);

	/* If it starts to run only after this, it takes the lock after us and sees its new bit. */
	if (cpu->curr == tsk && tsk != current)
		arch_send_reschedule(cpu);
	spin_unlock_irqrestore(&cpu->rq.lock, flags);
}

/* A CPU that idles has been told of what is on its queue: leave it that. */
static bool has_spare_task(const struct cpu *cpu)
{
	return READ_ONCE(cpu->rq.nr_queued) && READ_ONCE(cpu->curr) != cpu->idle;
}

bool work_to_steal(const struct cpu *thief)
{
	const struct cpu *cpu;

	for_each_online_cpu(cpu) {
		if (cpu != thief && has_spare_task(cpu))
			return true;
	}
	return false;
}

bool steal_task(struct cpu *thief)
{
	struct task_struct *tsk = NULL;

	for (unsigned int i = 1; i < nr_cpus && !tsk; i++) {
		struct cpu *victim = &cpus[(thief->id + i) % nr_cpus];

		if (!READ_ONCE(victim->online) || !has_spare_task(victim))
			continue;
		spin_lock_irq(&victim->rq.lock);
		if (victim->rq.nr_queued) {
			tsk = rq_pop(&victim->rq);
			WRITE_ONCE(tsk->thread_info.cpu, thief);
		}
		spin_unlock_irq(&victim->rq.lock);
	}
	if (!tsk)
		return false;
	/* Meanwhile it counts as runnable, so nobody else wants to queue it. */
	spin_lock_irq(&thief->rq.lock);
	rq_push(&thief->rq, tsk);
	spin_unlock_irq(&thief->rq.lock);
	return true;
}

bool task_is_running(const struct task_struct *tsk)
{
	return READ_ONCE(READ_ONCE(tsk->thread_info.cpu)->curr) == tsk;
}

unsigned int nr_running(void)
{
	const struct cpu *cpu;
	unsigned int n = 0;

	for_each_online_cpu(cpu)
		n += READ_ONCE(cpu->rq.nr_queued) + (READ_ONCE(cpu->curr) != cpu->idle);
	return n;
}

unsigned long nr_context_switches(void)
{
	const struct cpu *cpu;
	unsigned long n = 0;

	for_each_online_cpu(cpu)
		n += READ_ONCE(cpu->rq.switches);
	return n;
}

void show_run_queues(void)
{
	const struct cpu *cpu;

	for_each_online_cpu(cpu) {
		printk("cpu %u: runs %d %s, %u queued, %lu switches%s\n", cpu->id, cpu->curr->pid,
		       cpu->curr->comm, cpu->rq.nr_queued, cpu->rq.switches,
		       READ_ONCE(idle_cpus) >> cpu->id & 1 ? ", waits" : "");
	}
}
