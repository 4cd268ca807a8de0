/* Spinlocks, mutexes, reader-writer semaphores: exclusion between threads on several CPUs. */
#include <kernel/atomic.h>
#include <kernel/mutex.h>
#include <kernel/rwsem.h>
#include <kernel/spinlock.h>
#include <kernel/task.h>
#include <kernel/time.h>

#include "internal.h"

#define THREADS 6
#define ROUNDS	4000

static DEFINE_SPINLOCK(spin, RANK_TIMER);
static DEFINE_MUTEX(mutex, RANK_INODE);
static DEFINE_RWSEM(sem, RANK_MMAP);

/* What the locks protect: plain memory. */
static unsigned long shared, shadow;
static atomic_t inside, overlaps;

static int spin_adder(void *unused)
{
	for (unsigned int i = 0; i < ROUNDS; i++) {
		spin_lock(&spin);
		shared++;
		spin_unlock(&spin);
	}
	return 0;
}

static void test_spinlock(void)
{
	shared = 0;
	run_threads(THREADS, spin_adder, NULL);
	EXPECT(shared == THREADS * ROUNDS && !spin_is_locked(&spin));
}

static void test_spin_trylock(void)
{
	EXPECT(spin_trylock(&spin));
	EXPECT(spin_is_locked(&spin) && !spin_trylock(&spin));
	spin_unlock(&spin);
	EXPECT(!spin_is_locked(&spin));
}

static DEFINE_SPINLOCK(irq_spin, RANK_TIMER);
static struct timer irq_timer;
static unsigned long irq_rounds;

static void irq_adder(struct timer *timer)
{
	spin_lock(&irq_spin);
	shared++;
	irq_rounds++;
	if (irq_rounds < 50) {
		spin_unlock(&irq_spin);
		timer_add(timer, clock_ns() + 100 * NSEC_PER_USEC);
		return;
	}
	spin_unlock(&irq_spin);
}

static int irqsave_adder(void *unused)
{
	unsigned long flags;

	for (unsigned int i = 0; i < ROUNDS; i++) {
		spin_lock_irqsave(&irq_spin, flags);
		shared++;
		spin_unlock_irqrestore(&irq_spin, flags);
	}
	return 0;
}

/* A timer's function takes the lock on top of threads that do. */
static void test_spinlock_irq(void)
{
	shared = irq_rounds = 0;
	timer_setup(&irq_timer, irq_adder);
	timer_add(&irq_timer, clock_ns());
	run_threads(THREADS, irqsave_adder, NULL);
	while (READ_ONCE(irq_rounds) < 50)
		msleep(1);
	timer_cancel(&irq_timer);
	EXPECT(shared == THREADS * ROUNDS + 50);
}

static void enter(void)
{
	if (atomic_inc_return(&inside) != 1)
		atomic_inc(&overlaps);
}

static int mutex_adder(void *unused)
{
	for (unsigned int i = 0; i < ROUNDS / 4; i++) {
		mutex_lock(&mutex);
		enter();
		shared++;
		if (i % 8 == 0)
			yield(); /* hold it while others come and queue up */
		atomic_dec(&inside);
		mutex_unlock(&mutex);
	}
	return 0;
}

static void test_mutex(void)
{
	shared = 0;
	atomic_set(&inside, 0);
	atomic_set(&overlaps, 0);
	run_threads(THREADS, mutex_adder, NULL);
	EXPECT(shared == THREADS * (ROUNDS / 4) && !atomic_read(&overlaps));
	EXPECT(!mutex_is_locked(&mutex) && list_empty(&mutex.waiters));
}

static int try_mutex(void *got)
{
	*(bool *)got = mutex_trylock(&mutex);
	if (*(bool *)got)
		mutex_unlock(&mutex);
	return 0;
}

static void test_mutex_trylock(void)
{
	bool got;

	mutex_lock(&mutex);
	run_threads(1, try_mutex, &got);
	EXPECT(!got);
	mutex_unlock(&mutex);
	run_threads(1, try_mutex, &got);
	EXPECT(got);
}

static int rwsem_writer(void *unused)
{
	for (unsigned int i = 0; i < ROUNDS / 8; i++) {
		down_write(&sem);
		enter();
		shared++;
		if (i % 8 == 0)
			yield();
		shadow++;
		atomic_dec(&inside);
		up_write(&sem);
	}
	return 0;
}

static int rwsem_reader(void *unused)
{
	for (unsigned int i = 0; i < ROUNDS / 4; i++) {
		down_read(&sem);
		if (READ_ONCE(shared) != READ_ONCE(shadow) || atomic_read(&inside))
			atomic_inc(&overlaps);
		if (i % 16 == 0)
			yield();
		if (READ_ONCE(shared) != READ_ONCE(shadow))
			atomic_inc(&overlaps);
		up_read(&sem);
	}
	return 0;
}

static void test_rwsem(void)
{
	shared = shadow = 0;
	atomic_set(&inside, 0);
	atomic_set(&overlaps, 0);
	for (unsigned int i = 0; i < THREADS / 2; i++) {
		start_thread_of_test(rwsem_reader, NULL);
		start_thread_of_test(rwsem_writer, NULL);
	}
	wait_for_threads();
	EXPECT(shared == THREADS / 2 * (ROUNDS / 8) && shadow == shared && !atomic_read(&overlaps));
	EXPECT(sem.count == 0 && list_empty(&sem.waiters));
}

static bool readers_stop;

/* There is always one of them inside. */
static int endless_reader(void *unused)
{
	while (!READ_ONCE(readers_stop)) {
		down_read(&sem);
		yield();
		up_read(&sem);
	}
	return 0;
}

static void test_rwsem_writer_starves(void)
{
	u64 start = clock_ns();

	WRITE_ONCE(readers_stop, false);
	for (unsigned int i = 0; i < 4; i++)
		start_thread_of_test(endless_reader, NULL);
	for (unsigned int i = 0; i < 20; i++) {
		down_write(&sem);
		yield();
		up_write(&sem);
	}
	EXPECT(clock_ns() - start < 20 * NSEC_PER_SEC);
	WRITE_ONCE(readers_stop, true);
	wait_for_threads();
}

struct tries {
	bool read, write;
};

static int try_rwsem(void *arg)
{
	struct tries *tries = arg;

	tries->read = down_read_trylock(&sem);
	if (tries->read)
		up_read(&sem);
	tries->write = down_write_trylock(&sem);
	if (tries->write)
		up_write(&sem);
	return 0;
}

static void test_rwsem_trylock(void)
{
	struct tries tries;

	down_write(&sem);
	run_threads(1, try_rwsem, &tries);
	EXPECT(!tries.read && !tries.write);
	downgrade_write(&sem);
	run_threads(1, try_rwsem, &tries);
	EXPECT(tries.read && !tries.write);
	up_read(&sem);
	run_threads(1, try_rwsem, &tries);
	EXPECT(tries.read && tries.write);
	EXPECT(sem.count == 0);
}

const struct ktest lock_tests[] = {
	{ "spinlock: no increment is lost", test_spinlock },
	{ "spinlock: trylock", test_spin_trylock },
	{ "spinlock: irqsave against a handler on the same CPU", test_spinlock_irq },
	{ "mutex: one owner, also when he yields", test_mutex },
	{ "mutex: trylock", test_mutex_trylock },
	{ "rwsem: readers see whole writes, writers are alone", test_rwsem },
	{ "rwsem: a stream of readers does not starve a writer", test_rwsem_writer_starves },
	{ "rwsem: trylock and downgrade", test_rwsem_trylock },
	{ NULL, NULL },
};
