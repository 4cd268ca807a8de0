/* Timers and sleeping. */
#include <kernel/atomic.h>
#include <kernel/task.h>
#include <kernel/time.h>

#include "internal.h"

#define MS NSEC_PER_MSEC

static struct timer timers[8];
static unsigned int fired[8];
static unsigned int nr_fired; /* timers of one CPU run one after the other */

static void note_timer(struct timer *timer)
{
	EXPECT(clock_ns() >= timer->expires);
	fired[READ_ONCE(nr_fired) % 8] = (unsigned int)(timer - timers);
	WRITE_ONCE(nr_fired, nr_fired + 1);
}

static void test_timer_order(void)
{
	static const unsigned int delay[8] = { 7, 3, 5, 1, 8, 2, 6, 4 };
	u64 start = clock_ns();
	unsigned long flags;

	nr_fired = 0;
	flags = local_irq_save(); /* all on one queue before the first runs */
	for (unsigned int i = 0; i < 8; i++) {
		timer_setup(&timers[i], note_timer);
		timer_add(&timers[i], start + delay[i] * MS / 4);
	}
	local_irq_restore(flags);
	EXPECT(timer_cancel(&timers[2])); /* the fifth */
	while (READ_ONCE(nr_fired) < 7 && clock_ns() < start + 5000 * MS)
		msleep(1);
	EXPECT(nr_fired == 7 && !timer_cancel(&timers[0]) && !timer_cancel(&timers[2]));
	for (unsigned int i = 1; i < 7; i++)
		EXPECT(delay[fired[i - 1]] < delay[fired[i]]);
}

static void count_timer(struct timer *timer)
{
	WRITE_ONCE(nr_fired, nr_fired + 1);
}

/* After timer_cancel() its function does not run, and the timer's memory may go. */
static int cancel_racer(void *unused)
{
	for (unsigned int i = 0; i < 500; i++) {
		struct timer timer;

		timer_setup(&timer, count_timer);
		timer_add(&timer, clock_ns() + i % 10 * 2000);
		if (i % 3 == 0)
			yield();
		timer_cancel(&timer);
		EXPECT(!timer.queued);
		timer.fn = NULL;
	}
	return 0;
}

static void test_timer_cancel(void)
{
	run_threads(4, cancel_racer, NULL);
}

static void test_msleep(void)
{
	u64 start = clock_ns(), took;

	msleep(30);
	took = clock_ns() - start;
	EXPECT(took >= 30 * MS && took < 2000 * MS);
	__set_current_state(TASK_UNINTERRUPTIBLE);
	EXPECT(schedule_timeout(5 * MS) == 0);
	EXPECT(sleep_until(clock_ns() + 3 * MS, NULL) == 0);
	EXPECT(sleep_until(0, NULL) == 0);
}

static int wake_early(void *task)
{
	msleep(5);
	wake_up_process(task);
	return 0;
}

static void test_woken_early(void)
{
	u64 left;

	start_thread_of_test(wake_early, current);
	__set_current_state(TASK_UNINTERRUPTIBLE);
	left = schedule_timeout(20000 * MS);
	EXPECT(left > 0 && left < 19996 * MS);
	wait_for_threads();
}

static void test_conversions(void)
{
	struct __kernel_timespec ts = { .tv_sec = 3, .tv_nsec = 999999999 };
	u64 ns;

	EXPECT(timespec_to_ns(&ts, &ns) == 0 && ns == 3999999999ull);
	ts = ns_to_timespec(ns);
	EXPECT(ts.tv_sec == 3 && ts.tv_nsec == 999999999);
	ts.tv_nsec = 1000000000;
	EXPECT(timespec_to_ns(&ts, &ns) == -EINVAL);
	ts = (struct __kernel_timespec){ .tv_sec = -1 };
	EXPECT(timespec_to_ns(&ts, &ns) == -EINVAL);
	ts = (struct __kernel_timespec){ .tv_sec = (time_t)(~0ul >> 1) };
	EXPECT(timespec_to_ns(&ts, &ns) == 0 && ns <= ~0ull >> 1);
}

const struct ktest time_tests[] = {
	{ "timer: order, and one that is cancelled", test_timer_order },
	{ "timer: cancel against the interrupt", test_timer_cancel },
	{ "sleep: not less than asked for", test_msleep },
	{ "sleep: woken early, the rest is returned", test_woken_early },
	{ "time: conversions and their limits", test_conversions },
	{ NULL, NULL },
};
