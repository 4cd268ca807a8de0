/*
 * Timers: on each CPU a tree of them by the time at which they expire. Their functions run in the timer
 * interrupt, one after the other, without the queue's lock.
 */
#include <arch/cpu.h>
#include <arch/irq.h>
#include <kernel/cpu.h>
#include <kernel/task.h>
#include <kernel/time.h>

#include "internal.h"

void timer_setup(struct timer *timer, void (*fn)(struct timer *timer))
{
	timer->fn = fn;
	timer->cpu = NULL;
	timer->queued = false;
}

/* Timers of the same time run in the order in which they were added. */
static void insert(struct timer_queue *q, struct timer *timer)
{
	struct rb_node **link = &q->tree.rb_node, *parent = NULL;
	bool first = true;

	while (*link) {
		parent = *link;
		if (timer->expires < rb_entry(parent, struct timer, node)->expires) {
			link = &parent->rb_left;
		} else {
			link = &parent->rb_right;
			first = false;
		}
	}
	rb_link_node(&timer->node, parent, link);
	rb_insert_color(&timer->node, &q->tree);
	timer->queued = true;
	if (first)
		q->first = timer;
}

static void take_off(struct timer_queue *q, struct timer *timer)
{
	if (q->first == timer)
		q->first = rb_entry_safe(rb_next(&timer->node), struct timer, node);
	rb_erase(&timer->node, &q->tree);
	timer->queued = false;
}

void timer_add(struct timer *timer, u64 expires)
{
	unsigned long flags = local_irq_save();
	struct cpu *cpu = this_cpu();
	struct timer_queue *q = &cpu->timers;

	spin_lock(&q->lock);
	timer->expires = expires;
	timer->cpu = cpu;
	insert(q, timer);
	spin_unlock(&q->lock);
	request_event(q, expires);
	local_irq_restore(flags);
}

bool timer_cancel(struct timer *timer)
{
	struct cpu *cpu = timer->cpu;
	struct timer_queue *q;
	unsigned long flags;
	bool queued;

	if (!cpu)
		return false; /* it was never added */
	q = &cpu->timers;
	spin_lock_irqsave(&q->lock, flags);
	queued = timer->queued;
	if (queued)
		take_off(q, timer);
	while (q->running == timer) {
		spin_unlock_irqrestore(&q->lock, flags);
		cpu_relax();
		spin_lock_irqsave(&q->lock, flags);
	}
	spin_unlock_irqrestore(&q->lock, flags);
	return queued;
}

void run_timers(struct timer_queue *q, u64 now)
{
	struct timer *timer;

	spin_lock(&q->lock);
	while ((timer = q->first) && timer->expires <= now) {
		take_off(q, timer);
		q->running = timer;
		spin_unlock(&q->lock);
		timer->fn(timer); /* and from here on the timer may be gone */
		spin_lock(&q->lock);
		q->running = NULL;
	}
	spin_unlock(&q->lock);
}

u64 first_expiry(struct timer_queue *q)
{
	u64 expires;

	spin_lock(&q->lock);
	expires = q->first ? q->first->expires : TIME_NEVER;
	spin_unlock(&q->lock);
	return expires;
}
