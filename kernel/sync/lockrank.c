/*
 * The lock checker of debug builds. It keeps, for each CPU, which spinlocks are held there, and for each
 * task which mutexes and rwsems it holds, and panics on what could ever deadlock, whether or not it does now:
 *
 *	order		a lock is taken while one of the same or a higher rank is held
 *	recursion	its holder takes it again
 *	sleep		a mutex is waited for, or schedule() called, under a spinlock
 *	interrupts	a lock that a handler takes is also taken with interrupts on: the handler could
 *			find it held by what it interrupted. A lock taken under a handler's lock is a
 *			handler's lock too, for its holder may keep the other one waiting.
 *	release		a lock is released that is not held
 *
 * Spinlocks belong to a CPU, not to a task: the run queue's is taken by one task and released by the
 * next. In a handler, locks of the interrupted code do not count for the order.
 */
#ifdef CONFIG_DEBUG

#include <arch/irq.h>
#include <kernel/cpu.h>
#include <kernel/lockdebug.h>
#include <kernel/panic.h>
#include <kernel/printk.h>
#include <kernel/task.h>

#define LOCK_USED_IN_IRQ 1 /* in a handler, or under a handler's lock */
#define LOCK_USED_IRQ_ON 2 /* with interrupts on */

static struct held_locks held_spinlocks[NR_CPUS];

static struct held_locks *held_by_cpu(void)
{
	return &held_spinlocks[smp_processor_id()];
}

static struct held_locks *held_with(const struct lock_debug *lock)
{
	return lock->sleeps ? &current->held_locks : held_by_cpu();
}

static struct held_lock *find_held(const struct lock_debug *lock)
{
	struct held_locks *list = held_with(lock);

	for (unsigned int i = list->count; i--;) {
		if (list->held[i].lock == lock)
			return &list->held[i];
	}
	return NULL;
}

static void check_order(const struct lock_debug *lock, const struct held_locks *list, bool nested)
{
	unsigned int depth = this_cpu()->irq_depth;

	for (unsigned int i = 0; i < list->count; i++) {
		const struct lock_debug *held = list->held[i].lock;

		if (list->held[i].irq_depth != depth || lock->rank == RANK_NONE)
			continue;
		if (held->rank > lock->rank || (held->rank == lock->rank && !nested))
			panic("lock order: %s (rank %d) is taken under %s (rank %d)", lock->name, lock->rank,
			      held->name, held->rank);
	}
}

/* How a spinlock is about to be taken, and whether that goes together with how it was taken before. */
static void check_interrupts(struct lock_debug *lock)
{
	struct held_locks *list = held_by_cpu();
	bool in_irq = this_cpu()->irq_depth > 0;

	for (unsigned int i = 0; i < list->count; i++)
		in_irq |= (list->held[i].lock->used_in & LOCK_USED_IN_IRQ) != 0;
	if (in_irq)
		lock->used_in |= LOCK_USED_IN_IRQ;
	if (!irqs_disabled())
		lock->used_in |= LOCK_USED_IRQ_ON;
	if (lock->used_in == (LOCK_USED_IN_IRQ | LOCK_USED_IRQ_ON))
		panic("lock %s is taken in an interrupt, or under a lock that is, and elsewhere with "
		      "interrupts on",
		      lock->name);
}

void lock_debug_before(struct lock_debug *lock, bool nested, bool try)
{
	if (panic_in_progress)
		return;
	if (!lock->name)
		panic("a lock was not initialised: %p", lock);
	if (try)
		return;
	if (lock->sleeps)
		might_sleep();
	if (find_held(lock))
		panic("lock %s: taken again by its holder", lock->name);
	if (!this_cpu()->irq_depth)
		check_order(lock, &current->held_locks, nested);
	check_order(lock, held_by_cpu(), nested);
	if (!lock->sleeps)
		check_interrupts(lock);
}

void lock_debug_acquired(struct lock_debug *lock, bool shared)
{
	unsigned long flags = local_irq_save();
	struct held_locks *list = held_with(lock);

	if (!shared)
		lock->owner = current;
	if (list->count == MAX_HELD_LOCKS)
		panic("lock %s: too many locks held", lock->name);
	list->held[list->count++] =
		(struct held_lock){ .lock = lock, .irq_depth = this_cpu()->irq_depth };
	local_irq_restore(flags);
}

/* Comes before the release itself: afterwards the lock's memory may be gone. */
void lock_debug_released(struct lock_debug *lock)
{
	unsigned long flags;
	struct held_locks *list;
	struct held_lock *held;

	if (panic_in_progress)
		return;
	flags = local_irq_save();
	list = held_with(lock);
	held = find_held(lock);
	if (!held)
		panic("lock %s: released by someone who does not hold it", lock->name);
	for (; held < &list->held[list->count - 1]; held++)
		held[0] = held[1];
	list->count--;
	lock->owner = NULL;
	local_irq_restore(flags);
}

bool lock_debug_is_held(const struct lock_debug *lock)
{
	return find_held(lock) != NULL;
}

void lock_debug_assert_held(const struct lock_debug *lock, const char *expr)
{
	if (!panic_in_progress && !lock_debug_is_held(lock))
		panic("lock %s (%s) should be held here", lock->name, expr);
}

static void print_list(const struct held_locks *list, const char *whose)
{
	for (unsigned int i = 0; i < list->count && i < MAX_HELD_LOCKS; i++)
		printk("%s holds %s (rank %d)\n", whose, list->held[i].lock->name,
		       list->held[i].lock->rank);
}

void lock_debug_print_held(void)
{
	print_list(held_by_cpu(), "this cpu");
	print_list(&current->held_locks, "this task");
}

void lock_debug_may_schedule(void)
{
	struct held_locks *list = held_by_cpu();

	if (list->count)
		panic("schedule() under the spinlock %s", list->held[0].lock->name);
	if (this_cpu()->irq_depth)
		panic("schedule() in an interrupt handler");
}

void might_sleep(void)
{
	if (panic_in_progress)
		return;
	lock_debug_may_schedule();
	if (irqs_disabled())
		panic("a call that may sleep, with interrupts off");
}

#endif
