/* The scheduler: turns, stealing, migration, the end of tasks. */
#include <kernel/atomic.h>
#include <kernel/cpu.h>
#include <kernel/mm.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/task.h>
#include <kernel/time.h>

#include "internal.h"

static unsigned long cpus_seen;
static atomic_t meeting;

/* Runs until as many of its kind run at the same time as there are CPUs. */
static int meet(void *unused)
{
	u64 deadline = clock_ns() + 10 * NSEC_PER_SEC;

	__atomic_fetch_or(&cpus_seen, 1ul << smp_processor_id(), __ATOMIC_RELAXED);
	atomic_inc(&meeting);
	while (atomic_read(&meeting) < nr_cpus && clock_ns() < deadline)
		cpu_relax();
	if (atomic_read(&meeting) < nr_cpus) {
		EXPECT(!"the others run");
		show_run_queues();
	}
	return 0;
}

static void test_idle_steals(void)
{
	for (unsigned int round = 0; round < 20; round++) {
		cpus_seen = 0;
		atomic_set(&meeting, 0);
		run_threads(nr_cpus, meet, NULL);
		EXPECT(cpus_seen == (1ul << nr_cpus) - 1);
	}
}

static atomic_t yields;

static int yielder(void *unused)
{
	for (unsigned int i = 0; i < 2000; i++) {
		yield();
		atomic_inc(&yields);
	}
	return 0;
}

static void test_yield(void)
{
	atomic_set(&yields, 0);
	run_threads(nr_cpus * 3, yielder, NULL);
	EXPECT(atomic_read(&yields) == nr_cpus * 3 * 2000 && nr_context_switches() > 0);
}

static bool hog_stop;

/* Polite, as whatever runs long in the kernel must be. */
static int hog(void *unused)
{
	while (!READ_ONCE(hog_stop))
		cond_resched();
	return 0;
}

/* More hogs than CPUs: everybody gets a turn within their slices. */
static void test_turns(void)
{
	u64 start = clock_ns(), took;

	WRITE_ONCE(hog_stop, false);
	for (unsigned int i = 0; i < nr_cpus + 1; i++)
		start_thread_of_test(hog, NULL);
	msleep(20);
	took = clock_ns() - start;
	WRITE_ONCE(hog_stop, true);
	wait_for_threads();
	EXPECT(took < 5 * NSEC_PER_SEC);
}

/* Values in registers must survive switches, also to another CPU. */
static int register_keeper(void *arg)
{
	unsigned long seed = (unsigned long)arg, a = seed, b = seed * 3, c = seed * 5, d = seed * 7,
		      e = seed * 11, f = seed * 13, g = seed * 17, h = seed * 19, i = seed * 23;

	for (unsigned int n = 0; n < 1000; n++) {
		yield();
		a += b, b += c, c += d, d += e, e += f, f += g, g += h, h += i, i += seed;
		if (n % 100 == 0)
			msleep(1);
	}
	unsigned long v[9];

	for (unsigned int k = 0; k < 9; k++)
		v[k] = seed * (unsigned long[]){ 1, 3, 5, 7, 11, 13, 17, 19, 23 }[k];
	for (unsigned int n = 0; n < 1000; n++) {
		for (unsigned int k = 0; k < 8; k++)
			v[k] += v[k + 1];
		v[8] += seed;
	}
	EXPECT(a == v[0] && b == v[1] && c == v[2] && d == v[3] && e == v[4] && f == v[5] && g == v[6] &&
	       h == v[7] && i == v[8]);
	return 0;
}

static void test_registers(void)
{
	for (unsigned long seed = 1; seed <= nr_cpus * 2; seed++)
		start_thread_of_test(register_keeper, (void *)seed);
	wait_for_threads();
}

static unsigned long active_objects(const char *name)
{
	struct slab_info info;

	for (unsigned int n = 0; slab_info(n, &info); n++) {
		if (!strcmp(info.name, name))
			return info.active_objs;
	}
	EXPECT(!"there is such a cache");
	return 0;
}

static int end_at_once(void *unused)
{
	return 0;
}

/* The last reference to a dead task is dropped by the CPU that has switched away from it. */
static void test_dead_tasks_are_freed(void)
{
	unsigned long before;
	u64 deadline;

	run_threads(4, end_at_once, NULL);
	msleep(20);
	before = active_objects("task_struct");
	for (unsigned int i = 0; i < 50; i++)
		run_threads(4, end_at_once, NULL);
	deadline = clock_ns() + 5 * NSEC_PER_SEC;
	while (active_objects("task_struct") > before && clock_ns() < deadline)
		msleep(1);
	EXPECT(active_objects("task_struct") == before);
}

/* Kernel threads and idle tasks hold what they borrow, and nothing is counted twice. */
static void test_borrowed_mm(void)
{
	EXPECT(current->mm == NULL && current->active_mm == &init_mm);
	EXPECT(atomic_read(&init_mm.mm_count) >= 1 + nr_cpus &&
	       atomic_read(&init_mm.mm_count) <= 2 + 2 * nr_cpus);
}

const struct ktest sched_tests[] = {
	{ "schedule: idle CPUs steal, so all CPUs run at once", test_idle_steals },
	{ "schedule: many tasks yield", test_yield },
	{ "schedule: a sleeper gets its turn among hogs", test_turns },
	{ "schedule: registers survive switches and migration", test_registers },
	{ "schedule: dead tasks are freed", test_dead_tasks_are_freed },
	{ "schedule: a kernel thread borrows the kernel's tables", test_borrowed_mm },
	{ NULL, NULL },
};
