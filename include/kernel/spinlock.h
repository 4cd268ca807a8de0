/*
 * Spinlocks: for short sections that do not sleep. A lock that interrupt handlers take as well is
 * always taken with the _irqsave or _irq forms, since a handler on top of its holder would wait for ever.
 */
#ifndef KERNEL_SPINLOCK_H
#define KERNEL_SPINLOCK_H

#include <arch/irq.h>
#include <kernel/lockdebug.h>

struct spinlock {
	unsigned int locked;
#ifdef CONFIG_DEBUG
	struct lock_debug debug;
#endif
};

#define SPINLOCK_INIT(name, rank)                               \
	{                                                       \
		.locked = 0, LOCK_DEBUG_INIT(name, rank, false) \
	}
#define DEFINE_SPINLOCK(lock, rank) struct spinlock lock = SPINLOCK_INIT(#lock, rank)

#define spin_lock_init(lock, name, rank)                  \
	do {                                              \
		(lock)->locked = 0;                       \
		lock_debug_init(lock, name, rank, false); \
	} while (0)

static __always_inline bool raw_spin_trylock(struct spinlock *lock)
{
	return !__atomic_exchange_n(&lock->locked, 1, __ATOMIC_ACQUIRE);
}

static __always_inline void raw_spin_unlock(struct spinlock *lock)
{
	__atomic_store_n(&lock->locked, 0, __ATOMIC_RELEASE);
}

static inline bool spin_is_locked(const struct spinlock *lock)
{
	return __atomic_load_n(&lock->locked, __ATOMIC_RELAXED);
}

#ifdef CONFIG_DEBUG

void spin_lock(struct spinlock *lock);
bool spin_trylock(struct spinlock *lock);
void spin_unlock(struct spinlock *lock);

#else

void spin_lock_wait(struct spinlock *lock); /* someone has it */

static __always_inline bool spin_trylock(struct spinlock *lock)
{
	return raw_spin_trylock(lock);
}

static __always_inline void spin_lock(struct spinlock *lock)
{
	if (unlikely(!raw_spin_trylock(lock)))
		spin_lock_wait(lock);
}

static __always_inline void spin_unlock(struct spinlock *lock)
{
	raw_spin_unlock(lock);
}

#endif

#define spin_lock_irqsave(lock, flags)      \
	do {                                \
		(flags) = local_irq_save(); \
		spin_lock(lock);            \
	} while (0)

static __always_inline void spin_unlock_irqrestore(struct spinlock *lock, unsigned long flags)
{
	spin_unlock(lock);
	local_irq_restore(flags);
}

/* For callers that know interrupts to be on. */
static __always_inline void spin_lock_irq(struct spinlock *lock)
{
	local_irq_disable();
	spin_lock(lock);
}

static __always_inline void spin_unlock_irq(struct spinlock *lock)
{
	spin_unlock(lock);
	local_irq_enable();
}

#endif
