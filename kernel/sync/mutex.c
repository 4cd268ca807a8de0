/*
 * Mutexes, when somebody waits. A waiter sets MUTEX_WAITERS in owner; from then on the fast paths fail, and
 * owner changes under wait_lock only. So what the two sides agree on is one word:
 *
 *	waiter finds no owner in it	the unlock came first: take it
 *	unlock finds MUTEX_WAITERS	hand the mutex to the first in the queue
 */
#include <kernel/mutex.h>
#include <kernel/panic.h>
#include <kernel/task.h>

struct mutex_waiter {
	struct list_head link; /* [wait_lock] */
	struct task_struct *task;
	bool granted; /* [wait_lock] the mutex is ours */
};

void mutex_lock_wait(struct mutex *mutex)
{
	struct mutex_waiter waiter = { .task = current };

	spin_lock(&mutex->wait_lock);
	if (!(__atomic_fetch_or(&mutex->owner, MUTEX_WAITERS, __ATOMIC_ACQUIRE) & ~MUTEX_WAITERS)) {
		/* Free after all, and without other waiters: they would have been given it. */
		__atomic_store_n(&mutex->owner, (unsigned long)current, __ATOMIC_RELAXED);
		spin_unlock(&mutex->wait_lock);
		return;
	}
	list_add_tail(&waiter.link, &mutex->waiters);
	while (!waiter.granted) {
		__set_current_state(TASK_UNINTERRUPTIBLE);
		spin_unlock(&mutex->wait_lock);
		schedule();
		spin_lock(&mutex->wait_lock);
	}
	__set_current_state(TASK_RUNNING);
	spin_unlock(&mutex->wait_lock);
}

void mutex_unlock_wake(struct mutex *mutex)
{
	struct mutex_waiter *first;
	unsigned long owner;

	spin_lock(&mutex->wait_lock);
	BUG_ON((mutex->owner & ~MUTEX_WAITERS) != (unsigned long)current || list_empty(&mutex->waiters));
	first = list_first_entry(&mutex->waiters, struct mutex_waiter, link);
	list_del(&first->link);
	owner = (unsigned long)first->task;
	if (!list_empty(&mutex->waiters))
		owner |= MUTEX_WAITERS;
	__atomic_store_n(&mutex->owner, owner, __ATOMIC_RELEASE);
	/* The waiter leaves, and takes *first with it, only after we let go of wait_lock. */
	first->granted = true;
	wake_up_process(first->task);
	spin_unlock(&mutex->wait_lock);
}

#ifdef CONFIG_DEBUG

static void lock_checked(struct mutex *mutex, bool nested)
{
	lock_debug_before(&mutex->debug, nested, false);
	if (!raw_mutex_trylock(mutex))
		mutex_lock_wait(mutex);
	lock_debug_acquired(&mutex->debug, false);
}

void mutex_lock(struct mutex *mutex)
{
	lock_checked(mutex, false);
}

void mutex_lock_nested(struct mutex *mutex)
{
	lock_checked(mutex, true);
}

bool mutex_trylock(struct mutex *mutex)
{
	lock_debug_before(&mutex->debug, false, true);
	if (!raw_mutex_trylock(mutex))
		return false;
	lock_debug_acquired(&mutex->debug, false);
	return true;
}

void mutex_unlock(struct mutex *mutex)
{
	lock_debug_released(&mutex->debug);
	if (!raw_mutex_unlock(mutex))
		mutex_unlock_wake(mutex);
}

#endif
