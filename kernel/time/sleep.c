/* Sleeping for a time, and the calls that do. */
#include <kernel/err.h>
#include <kernel/syscalls.h>
#include <kernel/task.h>
#include <kernel/time.h>
#include <kernel/uaccess.h>

/* On the sleeper's stack. */
struct sleep_timer {
	struct timer timer;
	struct task_struct *task;
};

static void wake_sleeper(struct timer *timer)
{
	wake_up_process(container_of(timer, struct sleep_timer, timer)->task);
}

u64 schedule_timeout(u64 ns)
{
	struct sleep_timer sleep = { .task = current };
	u64 expires, now = clock_ns();

	if (ns >= TIME_NEVER - now) { /* for ever */
		schedule();
		return ns;
	}
	expires = now + ns;
	timer_setup(&sleep.timer, wake_sleeper);
	timer_add(&sleep.timer, expires);
	schedule();
	timer_cancel(&sleep.timer);
	now = clock_ns();
	return expires > now ? expires - now : 0;
}

int sleep_until(u64 when, u64 *left)
{
	int err = 0;
	u64 now;

	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		now = clock_ns();
		if (now >= when)
			break;
		if (signal_pending(current)) {
			err = -EINTR;
			break;
		}
		schedule_timeout(when - now);
	}
	__set_current_state(TASK_RUNNING);
	if (left)
		*left = err ? when - now : 0;
	return err;
}

void msleep(unsigned int ms)
{
	u64 left = ms * NSEC_PER_MSEC;

	might_sleep();
	while (left) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		left = schedule_timeout(left);
	}
}

static long sleep_and_report(u64 when, struct timespec __user *remain)
{
	struct timespec rest;
	u64 left;
	int err = sleep_until(when, &left);

	if (!err || !remain)
		return err;
	rest = ns_to_timespec(left);
	return copy_to_user(remain, &rest, sizeof(rest)) ? -EFAULT : err;
}

static int get_request(const struct timespec __user *request, u64 *ns)
{
	struct timespec ts;

	if (copy_from_user(&ts, request, sizeof(ts)))
		return -EFAULT;
	return timespec_to_ns(&ts, ns);
}

long sys_nanosleep(const struct timespec __user *request, struct timespec __user *remain)
{
	u64 ns;
	int err = get_request(request, &ns);

	return err ? err : sleep_and_report(clock_ns() + ns, remain);
}

long sys_clock_nanosleep(clockid_t clock, int flags, const struct timespec __user *request,
			 struct timespec __user *remain)
{
	bool absolute = flags & TIMER_ABSTIME;
	u64 ns, now = clock_ns();
	int err;

	if (clock < 0 || clock > CLOCK_BOOTTIME || clock == CLOCK_THREAD_CPUTIME_ID)
		return -EINVAL;
	if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC && clock != CLOCK_BOOTTIME)
		return -EOPNOTSUPP;
	err = get_request(request, &ns);
	if (err)
		return err;
	if (!absolute)
		return sleep_and_report(now + ns, remain);
	if (clock == CLOCK_REALTIME) {
		u64 offset = realtime_ns() - clock_ns();

		ns = ns > offset ? ns - offset : 0;
	}
	return sleep_and_report(ns, NULL);
}
