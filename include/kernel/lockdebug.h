/*
 * What debug builds know of every lock, and the checks that they make with it: rank order, recursion,
 * release by a stranger, sleeping under a spinlock, and a lock that interrupt handlers take but
 * that is also held with interrupts on. Without CONFIG_DEBUG all of this is nothing.
 */
#ifndef KERNEL_LOCKDEBUG_H
#define KERNEL_LOCKDEBUG_H

#include <kernel/compiler.h>
#include <kernel/lockrank.h>
#include <kernel/types.h>

struct task_struct;

#ifdef CONFIG_DEBUG

struct lock_debug {
	const char *name;
	enum lock_rank rank;
	bool sleeps;		   /* a mutex or rwsem, else a spinlock */
	unsigned char used_in;	   /* how it was taken so far: LOCK_USED_* in lockrank.c */
	struct task_struct *owner; /* the last to take it; NULL: free, or readers have it */
};

#define MAX_HELD_LOCKS 16

/* The sleeping locks of a task, or the spinlocks of a CPU. */
struct held_locks {
	unsigned int count;
	struct held_lock {
		struct lock_debug *lock;
		unsigned int irq_depth;
	} held[MAX_HELD_LOCKS];
};

/* nested: another lock of this rank may be held. try: the caller will not wait. */
void lock_debug_before(struct lock_debug *lock, bool nested, bool try);
void lock_debug_acquired(struct lock_debug *lock, bool shared);
void lock_debug_released(struct lock_debug *lock);
bool lock_debug_is_held(const struct lock_debug *lock);
void lock_debug_assert_held(const struct lock_debug *lock, const char *expr);
void lock_debug_print_held(void); /* of this CPU and current */
void lock_debug_may_schedule(void);

#define LOCK_DEBUG_INIT(lock_name, lock_rank, lock_sleeps) \
	.debug = { .name = (lock_name), .rank = (lock_rank), .sleeps = (lock_sleeps) },
#define lock_debug_init(lock, lock_name, lock_rank, lock_sleeps) \
	((lock)->debug = (struct lock_debug){                    \
		 .name = (lock_name), .rank = (lock_rank), .sleeps = (lock_sleeps) })
#define lock_assert_held(lock) lock_debug_assert_held(&(lock)->debug, #lock)
/* The caller may sleep: it holds no spinlock and interrupts are on. */
void might_sleep(void);

#else

#define LOCK_DEBUG_INIT(lock_name, lock_rank, lock_sleeps)
#define lock_debug_init(lock, lock_name, lock_rank, lock_sleeps) ((void)0)
#define lock_assert_held(lock)					 ((void)(lock))
static inline void might_sleep(void)
{
}
static inline void lock_debug_may_schedule(void)
{
}
static inline void lock_debug_print_held(void)
{
}

#endif

#endif
