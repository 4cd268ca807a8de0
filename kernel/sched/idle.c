/*
 * A CPU without work. Before it waits it
 *
 *   1  says so, in idle_cpus and by rq->lazy_mm, and only then looks
 *   2  whether the address space that it borrows has lost its last user: if so it goes over to the
 *      kernel's own tables, since it may wait for a long time and holds the structure and the pgd;
 *   3  whether there is a task to run, on its own queue or on another one.
 *
 * Who changes one of these looks at idle_cpus or lazy_mm after the change. So either the idle CPU sees
 * the change, or it is sent an interrupt, which ends the wait even if it comes just before.
 */
#include <arch/cpu.h>
#include <arch/irq.h>
#include <arch/mmu_context.h>
#include <kernel/mm.h>

#include "internal.h"

/* The last user of the borrowed mm has left it. Interrupts off; returns with them on. */
static void leave_lazy_mm(struct rq *rq)
{
	struct mm_struct *mm = current->active_mm;

	mmgrab(&init_mm);
	current->active_mm = &init_mm;
	switch_mm(mm, &init_mm);
	WRITE_ONCE(rq->lazy_mm, &init_mm);
	local_irq_enable();
	mmdrop(mm);
}

void sched_drop_lazy_mm(struct mm_struct *mm)
{
	struct cpu *cpu;

	smp_mb(); /* mm_users before lazy_mm */
	for_each_online_cpu(cpu) {
		if (READ_ONCE(cpu->rq.lazy_mm) == mm)
			arch_send_reschedule(cpu);
	}
}

static bool lazy_mm_is_dead(void)
{
	struct mm_struct *mm = current->active_mm;

	return mm != &init_mm && !atomic_read(&mm->mm_users);
}

static void idle_once(struct cpu *cpu)
{
	cpumask_t bit = (cpumask_t)1 << cpu->id;
	struct rq *rq = &cpu->rq;

	local_irq_disable();
	WRITE_ONCE(rq->lazy_mm, current->active_mm);
	__atomic_fetch_or(&idle_cpus, bit, __ATOMIC_RELAXED);
	smp_mb();
	if (lazy_mm_is_dead())
		leave_lazy_mm(rq);
	else if (READ_ONCE(rq->nr_queued) || work_to_steal(cpu))
		local_irq_enable();
	else
		arch_idle();
	__atomic_fetch_and(&idle_cpus, ~bit, __ATOMIC_RELAXED);
	WRITE_ONCE(rq->lazy_mm, NULL);
}

void cpu_idle(void)
{
	struct cpu *cpu = this_cpu();

	/* Others may steal from us, and send us interrupts, from now on. */
	cpu->curr = cpu->idle = current;
	current->on_rq = true; /* it never sleeps: whatever else there is, it can run */
	current->state = TASK_RUNNING;
	/* The mask comes first: the boot CPU goes on at `online`, and its next flush must not leave us out. */
	__atomic_fetch_or(&cpu_online_mask, (cpumask_t)1 << cpu->id, __ATOMIC_SEQ_CST);
	smp_store_release(&cpu->online, true);
	for (;;) {
		if (READ_ONCE(cpu->rq.nr_queued) || steal_task(cpu))
			schedule();
		else
			idle_once(cpu);
	}
}
