/*
 * Wait queues: where tasks sleep until a condition holds. The sleeper queues itself, announces that it
 * sleeps, and only then tests the condition; the waker makes it true and only then looks at the
 * queue. So whichever comes second sees the other, and no wake-up is lost:
 *
 *	wait_event(q, condition);		make the condition true;
 *						wake_up(&q);
 */
#ifndef KERNEL_WAIT_H
#define KERNEL_WAIT_H

#include <abi/errno.h>
#include <kernel/atomic.h>
#include <kernel/list.h>
#include <kernel/sched.h>
#include <kernel/spinlock.h>

struct task_struct;

struct wait_queue_head {
	struct spinlock lock;	   /* rank WAITQUEUE; taken with interrupts off */
	struct list_head sleepers; /* [lock] first come first; exclusive ones behind all others */
};

struct wait_queue_entry {
	struct task_struct *task;
	bool exclusive;	       /* wake_up() wakes at most one of these */
	struct list_head link; /* [head's lock] */
};

#define WAIT_QUEUE_HEAD_INIT(q)                                                                     \
	{                                                                                           \
		.lock = SPINLOCK_INIT(#q, RANK_WAITQUEUE), .sleepers = LIST_HEAD_INIT((q).sleepers) \
	}
#define DECLARE_WAIT_QUEUE_HEAD(q) struct wait_queue_head q = WAIT_QUEUE_HEAD_INIT(q)
#define init_waitqueue_head(q)                                  \
	do {                                                    \
		spin_lock_init(&(q)->lock, #q, RANK_WAITQUEUE); \
		INIT_LIST_HEAD(&(q)->sleepers);                 \
	} while (0)

/* An entry for current, on no queue. */
#define DEFINE_WAIT(entry)                                                              \
	struct wait_queue_entry entry = {                                               \
		.task = current, .exclusive = false, .link = LIST_HEAD_INIT(entry.link) \
	}

/*
 * The steps of wait_event(), for loops that do more between them. A wake-up takes the entry off the
 * queue; prepare_to_wait() puts it back if need be. state: TASK_INTERRUPTIBLE and so on.
 */
void prepare_to_wait(struct wait_queue_head *q, struct wait_queue_entry *entry, unsigned int state);
void prepare_to_wait_exclusive(struct wait_queue_head *q, struct wait_queue_entry *entry,
			       unsigned int state);
void finish_wait(struct wait_queue_head *q, struct wait_queue_entry *entry);

/* Wake all ordinary sleepers and up to nr_exclusive of the others (0: all). */
void wake_up_sleepers(struct wait_queue_head *q, unsigned int nr_exclusive);
void wake_up_locked(struct wait_queue_head *q, unsigned int nr_exclusive); /* q->lock is held */

/* Whether anyone sleeps here; ordered after the stores that made the condition true. */
static inline bool wait_queue_active(struct wait_queue_head *q)
{
	smp_mb();
	return !list_empty(&q->sleepers);
}

/* Any context. */
static inline void wake_up(struct wait_queue_head *q)
{
	if (wait_queue_active(q))
		wake_up_sleepers(q, 1);
}

static inline void wake_up_all(struct wait_queue_head *q)
{
	if (wait_queue_active(q))
		wake_up_sleepers(q, 0);
}

/* The loop under all wait_event()s: 0 once condition holds, -EINTR when `interrupted` does first. */
#define wait_event_loop(q, condition, sleep_state, interrupted, prepare) \
	({                                                               \
		DEFINE_WAIT(_entry);                                     \
		int _err = 0;                                            \
		for (;;) {                                               \
			prepare(&(q), &_entry, sleep_state);             \
			if (condition)                                   \
				break;                                   \
			if (interrupted) {                               \
				_err = -EINTR;                           \
				break;                                   \
			}                                                \
			schedule();                                      \
		}                                                        \
		finish_wait(&(q), &_entry);                              \
		_err;                                                    \
	})

#define wait_event_unless(q, condition, sleep_state, interrupted, prepare)                       \
	({                                                                                       \
		int _ret = 0;                                                                    \
		might_sleep();                                                                   \
		if (!(condition))                                                                \
			_ret = wait_event_loop(q, condition, sleep_state, interrupted, prepare); \
		_ret;                                                                            \
	})

/* Sleep until condition; it is evaluated again and again, and must not sleep itself. */
#define wait_event(q, condition) \
	((void)wait_event_unless(q, condition, TASK_UNINTERRUPTIBLE, false, prepare_to_wait))

/* The same; -EINTR if a signal wants attention. Users include <kernel/task.h>. */
#define wait_event_interruptible(q, condition)                                       \
	wait_event_unless(q, condition, TASK_INTERRUPTIBLE, signal_pending(current), \
			  prepare_to_wait)

/* The same; -EINTR if a fatal signal came. */
#define wait_event_killable(q, condition)                                             \
	wait_event_unless(q, condition, TASK_KILLABLE, fatal_signal_pending(current), \
			  prepare_to_wait)

/* One of many that wait for one thing each: a wake_up() wakes one of them. */
#define wait_event_interruptible_exclusive(q, condition)                             \
	wait_event_unless(q, condition, TASK_INTERRUPTIBLE, signal_pending(current), \
			  prepare_to_wait_exclusive)

#endif
