/*
 * Reader-writer semaphores: many readers or one writer, all of whom may sleep. One word says it all:
 *
 *   bit 0  a writer has it      bit 1  tasks wait      the rest  number of readers
 *
 * Taking it without contention is one atomic operation. Once a task waits, newcomers queue
 * behind it, so neither side starves the other: it goes to the first waiter, and if that is
 * a reader, to all readers up to the next writer.
 */
#ifndef KERNEL_RWSEM_H
#define KERNEL_RWSEM_H

#include <kernel/list.h>
#include <kernel/spinlock.h>

struct rwsem {
	long count;
	struct spinlock wait_lock; /* waiters, and bit 1 of count */
	struct list_head waiters;
#ifdef CONFIG_DEBUG
	struct lock_debug debug;
#endif
};

#define RWSEM_WRITER  1l
#define RWSEM_WAITERS 2l
#define RWSEM_READER  4l

#define RWSEM_INIT(sem, rank)                                                 \
	{                                                                     \
		.count = 0, .wait_lock = SPINLOCK_INIT(#sem, RANK_WAITQUEUE), \
		.waiters = LIST_HEAD_INIT((sem).waiters),                     \
		LOCK_DEBUG_INIT(#sem, rank, true)                             \
	}
#define DEFINE_RWSEM(sem, rank) struct rwsem sem = RWSEM_INIT(sem, rank)

#define init_rwsem(sem, name, rank)                                      \
	do {                                                             \
		(sem)->count = 0;                                        \
		spin_lock_init(&(sem)->wait_lock, name, RANK_WAITQUEUE); \
		INIT_LIST_HEAD(&(sem)->waiters);                         \
		lock_debug_init(sem, name, rank, true);                  \
	} while (0)

/* Slow paths, each told what the fast path found. */
void rwsem_read_wait(struct rwsem *sem); /* the reader is counted already */
void rwsem_write_wait(struct rwsem *sem);
void rwsem_wake(struct rwsem *sem); /* it became free for a waiter */

static __always_inline void raw_down_read(struct rwsem *sem)
{
	long before = __atomic_fetch_add(&sem->count, RWSEM_READER, __ATOMIC_ACQUIRE);

	if (unlikely(before & (RWSEM_WRITER | RWSEM_WAITERS)))
		rwsem_read_wait(sem);
}

/* Whoever has it gives this much of it up. */
static __always_inline void rwsem_release(struct rwsem *sem, long share)
{
	long before = __atomic_fetch_sub(&sem->count, share, __ATOMIC_RELEASE);

	if (unlikely(before & RWSEM_WAITERS))
		rwsem_wake(sem);
}

static __always_inline void raw_up_read(struct rwsem *sem)
{
	rwsem_release(sem, RWSEM_READER);
}

static __always_inline bool raw_down_write_trylock(struct rwsem *sem)
{
	long free = 0;

	return __atomic_compare_exchange_n(&sem->count, &free, RWSEM_WRITER, false, __ATOMIC_ACQUIRE,
					   __ATOMIC_RELAXED);
}

static __always_inline void raw_down_write(struct rwsem *sem)
{
	if (unlikely(!raw_down_write_trylock(sem)))
		rwsem_write_wait(sem);
}

static __always_inline void raw_up_write(struct rwsem *sem)
{
	rwsem_release(sem, RWSEM_WRITER);
}

/* The writer stays as a reader. */
static __always_inline void raw_downgrade_write(struct rwsem *sem)
{
	rwsem_release(sem, RWSEM_WRITER - RWSEM_READER);
}

bool raw_down_read_trylock(struct rwsem *sem);

#ifdef CONFIG_DEBUG

void down_read(struct rwsem *sem);
bool down_read_trylock(struct rwsem *sem);
void up_read(struct rwsem *sem);
void down_write(struct rwsem *sem);
bool down_write_trylock(struct rwsem *sem);
void up_write(struct rwsem *sem);
void downgrade_write(struct rwsem *sem);

#else

#define down_read(sem)		raw_down_read(sem)
#define down_read_trylock(sem)	raw_down_read_trylock(sem)
#define up_read(sem)		raw_up_read(sem)
#define down_write(sem)		raw_down_write(sem)
#define down_write_trylock(sem) raw_down_write_trylock(sem)
#define up_write(sem)		raw_up_write(sem)
#define downgrade_write(sem)	raw_downgrade_write(sem)

#endif

#endif
