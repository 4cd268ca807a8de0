/*
 * The timer interrupt: expired timers, then the tick that turns are counted in.
 *
 * A CPU that runs a task has a tick, an idle one has none. A tick that is under way when the last task goes
 * to sleep is left alone; it finds the CPU idle and ends, or a task running again and goes on. So
 * a short wait does not cost two calls of the firmware.
 */
#include <arch/thread.h>
#include <kernel/cpu.h>
#include <kernel/task.h>
#include <kernel/time.h>

#include "internal.h"

void request_event(struct timer_queue *q, u64 when)
{
	if (when < q->event) {
		q->event = when;
		timer_set_event(when);
	}
}

void tick_start(void)
{
	struct timer_queue *q = &this_cpu()->timers;

	if (q->tick != TIME_NEVER)
		return;
	q->tick = clock_ns() + TICK_NS;
	request_event(q, q->tick);
}

/* Ticks keep their rhythm unless one is so late that the next one is due. */
static u64 next_tick(u64 tick, u64 now)
{
	return tick + TICK_NS > now ? tick + TICK_NS : now + TICK_NS;
}

void timer_interrupt(struct pt_regs *regs)
{
	struct cpu *cpu = this_cpu();
	struct timer_queue *q = &cpu->timers;
	u64 now = clock_ns();

	q->event = TIME_NEVER;
	run_timers(q, now);
	if (current == cpu->idle) {
		q->tick = TIME_NEVER;
	} else if (now >= q->tick) {
		scheduler_tick(user_mode(regs));
		q->tick = next_tick(q->tick, now);
	}
	request_event(q, q->tick);
	request_event(q, first_expiry(q));
}
