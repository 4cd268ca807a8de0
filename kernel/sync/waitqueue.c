/*
 * Wait queues. Sleepers that all want to know stand in front, exclusive ones behind them in the order
 * in which they came; a wake-up walks from the front until it has woken its number of the latter.
 */
#include <kernel/task.h>
#include <kernel/wait.h>

static void prepare(struct wait_queue_head *q, struct wait_queue_entry *entry, unsigned int state,
		    bool exclusive)
{
	unsigned long flags;

	spin_lock_irqsave(&q->lock, flags);
	entry->exclusive = exclusive;
	if (list_empty(&entry->link)) {
		if (exclusive)
			list_add_tail(&entry->link, &q->sleepers);
		else
			list_add(&entry->link, &q->sleepers);
	}
	/* The barrier pairs with wait_queue_active()'s. */
	set_current_state(state);
	spin_unlock_irqrestore(&q->lock, flags);
}

void prepare_to_wait(struct wait_queue_head *q, struct wait_queue_entry *entry, unsigned int state)
{
	prepare(q, entry, state, false);
}

void prepare_to_wait_exclusive(struct wait_queue_head *q, struct wait_queue_entry *entry,
			       unsigned int state)
{
	prepare(q, entry, state, true);
}

void finish_wait(struct wait_queue_head *q, struct wait_queue_entry *entry)
{
	unsigned long flags;

	__set_current_state(TASK_RUNNING);
	/* Its waker took it off, and this link is what it wrote last: no need for the lock. */
	if (smp_load_acquire(&entry->link.next) == &entry->link)
		return;
	spin_lock_irqsave(&q->lock, flags);
	list_del_init(&entry->link);
	spin_unlock_irqrestore(&q->lock, flags);
}

/* list_del_init() in the order that finish_wait() relies on. */
static void take_off(struct wait_queue_entry *entry)
{
	list_unlink(entry->link.prev, entry->link.next);
	entry->link.prev = &entry->link;
	smp_store_release(&entry->link.next, &entry->link);
}

void wake_up_locked(struct wait_queue_head *q, unsigned int nr_exclusive)
{
	struct wait_queue_entry *entry, *next;

	lock_assert_held(&q->lock);
	list_for_each_entry_safe(entry, next, &q->sleepers, link) {
		bool exclusive = entry->exclusive;

		/* One that is awake already (a signal) stays, and does not count. */
		if (!wake_up_process(entry->task))
			continue;
		take_off(entry);
		if (exclusive && !--nr_exclusive)
			break;
	}
}

void wake_up_sleepers(struct wait_queue_head *q, unsigned int nr_exclusive)
{
	unsigned long flags;

	spin_lock_irqsave(&q->lock, flags);
	wake_up_locked(q, nr_exclusive);
	spin_unlock_irqrestore(&q->lock, flags);
}
