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

int check_sleep_clock(clockid_t clock)
{
	switch (clock) {
	case CLOCK_REALTIME:
	case CLOCK_MONOTONIC:
	case CLOCK_BOOTTIME:
		return 0;
	case CLOCK_PROCESS_CPUTIME_ID:
	case CLOCK_MONOTONIC_RAW:
	case CLOCK_REALTIME_COARSE:
	case CLOCK_MONOTONIC_COARSE:
		return -EOPNOTSUPP;
	default:
		return -EINVAL;
	}
}

/* When of clock_ns(). */
static u64 end_of_sleep(clockid_t clock, int flags, u64 ns)
{
	u64 now = clock_ns(), offset;

	if (!(flags & TIMER_ABSTIME))
		return now + ns;
	if (clock != CLOCK_REALTIME)
		return ns;
	offset = realtime_ns() - now;
	return ns > offset ? ns - offset : 0;
}

int clock_sleep(clockid_t clock, int flags, const struct __kernel_timespec *request,
		struct __kernel_timespec *rest)
{
	u64 ns, left;
	int err = timespec_to_ns(request, &ns);

	if (err)
		return err;
	err = sleep_until(end_of_sleep(clock, flags, ns), &left);
	*rest = ns_to_timespec(left);
	return err;
}

long sys_nanosleep(const struct __kernel_timespec __user *request, struct __kernel_timespec __user *remain)
{
	return sys_clock_nanosleep(CLOCK_MONOTONIC, 0, request, remain);
}

long sys_clock_nanosleep(clockid_t clock, int flags, const struct __kernel_timespec __user *request,
			 struct __kernel_timespec __user *remain)
{
	struct __kernel_timespec ts, rest;
	int err = check_sleep_clock(clock);

	if (!err)
		err = get_timespec(&ts, request);
	if (!err)
		err = clock_sleep(clock, flags, &ts, &rest);
	if (err == -EINTR && remain && !(flags & TIMER_ABSTIME) && put_timespec(&rest, remain))
		return -EFAULT;
	return err;
}
