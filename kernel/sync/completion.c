/*
 * Completions. `done` counts under the queue's lock, and a waiter leaves only after it has held that lock: so
 * complete() is through with the structure when its waiter returns, and it may be on the waiter's stack.
 */
#include <kernel/completion.h>
#include <kernel/signal.h>
#include <kernel/task.h>

#define DONE_FOR_EVER (~0u)

static void complete_some(struct completion *c, unsigned int done, unsigned int nr)
{
	unsigned long flags;

	spin_lock_irqsave(&c->wait.lock, flags);
	if (c->done != DONE_FOR_EVER)
		c->done = nr ? c->done + 1 : done;
	wake_up_locked(&c->wait, nr);
	spin_unlock_irqrestore(&c->wait.lock, flags);
}

void complete(struct completion *c)
{
	complete_some(c, 1, 1);
}

void complete_all(struct completion *c)
{
	complete_some(c, DONE_FOR_EVER, 0);
}

static bool take_one(struct completion *c)
{
	if (!c->done)
		return false;
	if (c->done != DONE_FOR_EVER)
		c->done--;
	return true;
}

bool try_wait_for_completion(struct completion *c)
{
	unsigned long flags;
	bool done;

	spin_lock_irqsave(&c->wait.lock, flags);
	done = take_one(c);
	spin_unlock_irqrestore(&c->wait.lock, flags);
	return done;
}

static int wait_common(struct completion *c, unsigned int state)
{
	DEFINE_WAIT(entry);
	int err = 0;

	might_sleep();
	entry.exclusive = true;
	spin_lock_irq(&c->wait.lock);
	while (!take_one(c)) {
		if (state == TASK_KILLABLE && fatal_signal_pending(current)) {
			err = -EINTR;
			break;
		}
		if (list_empty(&entry.link))
			list_add_tail(&entry.link, &c->wait.sleepers);
		set_current_state(state);
		spin_unlock_irq(&c->wait.lock);
		schedule();
		spin_lock_irq(&c->wait.lock);
	}
	__set_current_state(TASK_RUNNING);
	list_del(&entry.link); /* of its queue, or of itself alone */
	spin_unlock_irq(&c->wait.lock);
	return err;
}

void wait_for_completion(struct completion *c)
{
	wait_common(c, TASK_UNINTERRUPTIBLE);
}

int wait_for_completion_killable(struct completion *c)
{
	return wait_common(c, TASK_KILLABLE);
}
