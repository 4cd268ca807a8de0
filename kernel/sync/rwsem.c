/*
 * Reader-writer semaphores, when somebody waits. The queue and RWSEM_WAITERS belong to wait_lock. While
 * that bit is set the fast paths of newcomers fail, so only grant() lets anyone in:
 *
 *	a writer, if there is neither writer nor reader;
 *	all readers up to the first writer in the queue, if there is no writer.
 *
 * A reader on its way to the queue is counted for a moment, since its fast path counts first and looks
 * then. A grant to a writer may fail because of it; that is made up for by the reader, who calls grant()
 * itself after it has taken the count back.
 */
#include <kernel/rwsem.h>
#include <kernel/task.h>

struct rwsem_waiter {
	struct list_head link; /* [wait_lock] */
	struct task_struct *task;
	bool writer;
	bool granted; /* [wait_lock] we have it, and are counted */
};

/* The waiter leaves its queue, and its stack frame, only after the caller let go of wait_lock. */
static void hand_over(struct rwsem_waiter *waiter)
{
	list_del(&waiter->link);
	waiter->granted = true;
	wake_up_process(waiter->task);
}

static void grant_writer(struct rwsem *sem, struct rwsem_waiter *writer)
{
	long nobody = RWSEM_WAITERS;
	long mine = RWSEM_WRITER | (list_is_last(&writer->link, &sem->waiters) ? 0 : RWSEM_WAITERS);

	if (__atomic_compare_exchange_n(&sem->count, &nobody, mine, false, __ATOMIC_ACQUIRE,
					__ATOMIC_RELAXED))
		hand_over(writer);
}

static void grant_readers(struct rwsem *sem)
{
	struct rwsem_waiter *waiter, *next;

	/* No writer can come between this look and the counting: grant_writer() needs wait_lock. */
	if (__atomic_load_n(&sem->count, __ATOMIC_ACQUIRE) & RWSEM_WRITER)
		return;
	list_for_each_entry_safe(waiter, next, &sem->waiters, link) {
		if (waiter->writer)
			return;
		__atomic_fetch_add(&sem->count, RWSEM_READER, __ATOMIC_ACQUIRE);
		hand_over(waiter);
	}
	__atomic_fetch_and(&sem->count, ~RWSEM_WAITERS, __ATOMIC_RELAXED);
}

/* Let in whoever may come in. wait_lock is held. */
static void grant(struct rwsem *sem)
{
	struct rwsem_waiter *first = list_first_entry_or_null(&sem->waiters, struct rwsem_waiter, link);

	if (!first)
		return;
	if (first->writer)
		grant_writer(sem, first);
	else
		grant_readers(sem);
}

void rwsem_wake(struct rwsem *sem)
{
	spin_lock(&sem->wait_lock);
	grant(sem);
	spin_unlock(&sem->wait_lock);
}

/* Queue up (a reader takes its early count back), and sleep until granted. wait_lock is held, and released. */
static void wait_in_queue(struct rwsem *sem, bool writer)
{
	struct rwsem_waiter waiter = { .task = current, .writer = writer };

	list_add_tail(&waiter.link, &sem->waiters);
	__atomic_fetch_or(&sem->count, RWSEM_WAITERS, __ATOMIC_RELAXED);
	if (!writer)
		__atomic_fetch_sub(&sem->count, RWSEM_READER, __ATOMIC_RELAXED);
	grant(sem);
	while (!waiter.granted) {
		__set_current_state(TASK_UNINTERRUPTIBLE);
		spin_unlock(&sem->wait_lock);
		schedule();
		spin_lock(&sem->wait_lock);
	}
	__set_current_state(TASK_RUNNING);
	spin_unlock(&sem->wait_lock);
}

void rwsem_read_wait(struct rwsem *sem)
{
	spin_lock(&sem->wait_lock);
	/* Nobody before us and no writer any more: then the count that we have is good. */
	if (list_empty(&sem->waiters) &&
	    !(__atomic_load_n(&sem->count, __ATOMIC_ACQUIRE) & RWSEM_WRITER)) {
		spin_unlock(&sem->wait_lock);
		return;
	}
	wait_in_queue(sem, false);
}

void rwsem_write_wait(struct rwsem *sem)
{
	spin_lock(&sem->wait_lock);
	wait_in_queue(sem, true);
}

bool raw_down_read_trylock(struct rwsem *sem)
{
	long count = __atomic_load_n(&sem->count, __ATOMIC_RELAXED);

	while (!(count & (RWSEM_WRITER | RWSEM_WAITERS)))
		if (__atomic_compare_exchange_n(&sem->count, &count, count + RWSEM_READER, true,
						__ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
			return true;
	return false;
}

#ifdef CONFIG_DEBUG

void down_read(struct rwsem *sem)
{
	lock_debug_before(&sem->debug, false, false);
	raw_down_read(sem);
	lock_debug_acquired(&sem->debug, true);
}

bool down_read_trylock(struct rwsem *sem)
{
	lock_debug_before(&sem->debug, false, true);
	if (!raw_down_read_trylock(sem))
		return false;
	lock_debug_acquired(&sem->debug, true);
	return true;
}

void up_read(struct rwsem *sem)
{
	lock_debug_released(&sem->debug);
	raw_up_read(sem);
}

static void down_write_checked(struct rwsem *sem, bool nested)
{
	lock_debug_before(&sem->debug, nested, false);
	raw_down_write(sem);
	lock_debug_acquired(&sem->debug, false);
}

void down_write(struct rwsem *sem)
{
	down_write_checked(sem, false);
}

bool down_write_trylock(struct rwsem *sem)
{
	lock_debug_before(&sem->debug, false, true);
	if (!raw_down_write_trylock(sem))
		return false;
	lock_debug_acquired(&sem->debug, false);
	return true;
}

void up_write(struct rwsem *sem)
{
	lock_debug_released(&sem->debug);
	raw_up_write(sem);
}

void downgrade_write(struct rwsem *sem)
{
	lock_debug_assert_held(&sem->debug, sem->debug.name);
	sem->debug.owner = NULL;
	raw_downgrade_write(sem);
}

#endif
