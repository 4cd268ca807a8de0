/*
 * Mutexes: one owner, who may sleep. owner holds the task and, in bit 0, whether others wait;
 * taking and giving back a mutex that nobody waits for is one atomic operation each. A mutex with
 * waiters is handed to the first of them: nobody overtakes.
 */
#ifndef KERNEL_MUTEX_H
#define KERNEL_MUTEX_H

#include <arch/current.h>
#include <kernel/list.h>
#include <kernel/spinlock.h>

struct mutex {
	unsigned long owner;	   /* task_struct | MUTEX_WAITERS; 0: free */
	struct spinlock wait_lock; /* waiters, and owner while there are any */
	struct list_head waiters;  /* first come, first served */
#ifdef CONFIG_DEBUG
	struct lock_debug debug;
#endif
};

#define MUTEX_WAITERS 1ul

#define MUTEX_INIT(mutex, rank)                                                 \
	{                                                                       \
		.owner = 0, .wait_lock = SPINLOCK_INIT(#mutex, RANK_WAITQUEUE), \
		.waiters = LIST_HEAD_INIT((mutex).waiters),                     \
		LOCK_DEBUG_INIT(#mutex, rank, true)                             \
	}
#define DEFINE_MUTEX(m, rank) struct mutex m = MUTEX_INIT(m, rank)

#define mutex_init(mutex, name, rank)                                      \
	do {                                                               \
		(mutex)->owner = 0;                                        \
		spin_lock_init(&(mutex)->wait_lock, name, RANK_WAITQUEUE); \
		INIT_LIST_HEAD(&(mutex)->waiters);                         \
		lock_debug_init(mutex, name, rank, true);                  \
	} while (0)

static __always_inline bool raw_mutex_trylock(struct mutex *mutex)
{
	unsigned long free = 0;

	return __atomic_compare_exchange_n(&mutex->owner, &free, (unsigned long)current, false,
					   __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

/* False: someone waits. */
static __always_inline bool raw_mutex_unlock(struct mutex *mutex)
{
	unsigned long me = (unsigned long)current;

	return __atomic_compare_exchange_n(&mutex->owner, &me, 0, false, __ATOMIC_RELEASE,
					   __ATOMIC_RELAXED);
}

static inline bool mutex_is_locked(const struct mutex *mutex)
{
	return __atomic_load_n(&mutex->owner, __ATOMIC_RELAXED) != 0;
}

void mutex_lock_wait(struct mutex *mutex);   /* someone has it */
void mutex_unlock_wake(struct mutex *mutex); /* someone waits for it */

#ifdef CONFIG_DEBUG

void mutex_lock(struct mutex *mutex);
void mutex_lock_nested(struct mutex *mutex);
bool mutex_trylock(struct mutex *mutex);
void mutex_unlock(struct mutex *mutex);

#else

static __always_inline void mutex_lock(struct mutex *mutex)
{
	if (unlikely(!raw_mutex_trylock(mutex)))
		mutex_lock_wait(mutex);
}

/* Another mutex of the same rank is held; the rank's comment says in which order. */
static __always_inline void mutex_lock_nested(struct mutex *mutex)
{
	mutex_lock(mutex);
}

static __always_inline bool mutex_trylock(struct mutex *mutex)
{
	return raw_mutex_trylock(mutex);
}

static __always_inline void mutex_unlock(struct mutex *mutex)
{
	if (unlikely(!raw_mutex_unlock(mutex)))
		mutex_unlock_wake(mutex);
}

#endif

#endif
