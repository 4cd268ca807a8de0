/* Runs the tests inside the kernel and prints their verdicts as TAP. */
#include <abi/wait.h>
#include <kernel/atomic.h>
#include <kernel/err.h>
#include <kernel/ktest.h>
#include <kernel/printk.h>
#include <kernel/process.h>
#include <kernel/syscalls.h>

#include "internal.h"

static const struct ktest *const lists[] = {
	lib_tests,
	arch_cpu_tests,
	arch_pte_tests,
	arch_uaccess_tests,
	lock_tests,
	wait_tests,
	sched_tests,
	time_tests,
	memory_tests,
	walker_tests,
	process_tests,
	debug_tests,
};

static atomic_t failures; /* of the present test */

void expect_failed(const char *file, int line, const char *cond)
{
	/* A loop that fails tells the first times only. */
	if (atomic_inc_return(&failures) <= 5)
		printk("# %s:%d: expected %s\n", file, line, cond);
}

u32 test_random(u32 *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

/* By pid, since the caller may have other children, which go on. */
#define MAX_THREADS 64
static pid_t threads[MAX_THREADS];
static unsigned int nr_threads;

void start_thread_of_test(int (*fn)(void *), void *arg)
{
	struct task_struct *tsk = kernel_thread(fn, arg, "ktest");

	if (IS_ERR(tsk) || nr_threads == MAX_THREADS)
		EXPECT(!"a thread can be started");
	else
		threads[nr_threads++] = tsk->pid; /* at worst it is a zombie already */
}

void wait_for_threads(void)
{
	while (nr_threads) {
		pid_t pid = threads[--nr_threads];

		EXPECT(sys_wait4(pid, NULL, __WALL, NULL) == pid);
	}
}

void run_threads(unsigned int nr, int (*fn)(void *), void *arg)
{
	while (nr--)
		start_thread_of_test(fn, arg);
	wait_for_threads();
}

static bool run_one(const struct ktest *test, unsigned int number)
{
	atomic_set(&failures, 0);
	test->fn();
	printk("%s %u - %s\n", atomic_read(&failures) ? "not ok" : "ok", number, test->name);
	return atomic_read(&failures) == 0;
}

int run_kernel_tests(void)
{
	unsigned int nr = 0, failed = 0;

	printk("TAP version 13\n");
	for (unsigned int i = 0; i < ARRAY_SIZE(lists); i++) {
		for (const struct ktest *test = lists[i]; test->name; test++)
			failed += !run_one(test, ++nr);
	}
	printk("1..%u\n", nr);
	if (failed)
		printk("# %u of %u kernel tests failed\n", failed, nr);
	else
		printk("ALL KERNEL TESTS PASSED\n");
	return (int)failed;
}
