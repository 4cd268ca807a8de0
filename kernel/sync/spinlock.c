/*
 * Spinlocks, when someone else has them, and the checked ones of debug builds. Waiting reads only:
 * the lock's line stays shared until there is something to win.
 */
#include <arch/cpu.h>
#include <kernel/panic.h>
#include <kernel/spinlock.h>
#include <kernel/task.h>

#ifndef CONFIG_DEBUG

void spin_lock_wait(struct spinlock *lock)
{
	do {
		while (spin_is_locked(lock))
			cpu_relax();
	} while (!raw_spin_trylock(lock));
}

#else

/* Longer than any honest section, even on a crowded host. */
#define SPINS_UNTIL_DEADLOCK 1000000000u

static void wait_checked(struct spinlock *lock)
{
	for (unsigned int spins = 0; !raw_spin_trylock(lock); spins++) {
		while (spin_is_locked(lock) && ++spins < SPINS_UNTIL_DEADLOCK)
			cpu_relax();
		if (spins >= SPINS_UNTIL_DEADLOCK) {
			struct task_struct *owner = lock->debug.owner;

			panic("lock %s: waited for ever; %s (pid %d) has it", lock->debug.name,
			      owner ? owner->comm : "nobody", owner ? owner->pid : -1);
		}
	}
}

static void lock_checked(struct spinlock *lock, bool nested)
{
	lock_debug_before(&lock->debug, nested, false);
	wait_checked(lock);
	lock_debug_acquired(&lock->debug, false);
}

void spin_lock(struct spinlock *lock)
{
	lock_checked(lock, false);
}

bool spin_trylock(struct spinlock *lock)
{
	lock_debug_before(&lock->debug, false, true);
	if (!raw_spin_trylock(lock))
		return false;
	lock_debug_acquired(&lock->debug, false);
	return true;
}

void spin_unlock(struct spinlock *lock)
{
	lock_debug_released(&lock->debug);
	raw_spin_unlock(lock);
}

#endif
