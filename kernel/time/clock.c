/* The clocks that programs read, and conversions between nanoseconds and structures. */
#include <kernel/cpu.h>
#include <kernel/div.h>
#include <kernel/err.h>
#include <kernel/random.h>
#include <kernel/syscalls.h>
#include <kernel/task.h>
#include <kernel/time.h>
#include <kernel/uaccess.h>

static u64 realtime_offset; /* 1970 to the machine's reset, nanoseconds */

void time_init(void)
{
	for (unsigned int i = 0; i < NR_CPUS; i++) {
		struct timer_queue *q = &cpus[i].timers;

		spin_lock_init(&q->lock, "timers", RANK_TIMER);
		q->tree = RB_ROOT;
		q->event = TIME_NEVER;
		q->tick = TIME_NEVER;
	}
	realtime_offset = wall_clock_seconds() * NSEC_PER_SEC;
	if (realtime_offset)
		realtime_offset -= clock_ns();
	add_randomness(realtime_ns());
}

u64 realtime_ns(void)
{
	return realtime_offset + clock_ns();
}

struct __kernel_timespec ns_to_timespec(u64 ns)
{
	u32 rest;
	s64 seconds = div_u64(ns, NSEC_PER_SEC, &rest);

	return (struct __kernel_timespec){ .tv_sec = seconds, .tv_nsec = rest };
}

struct timeval ns_to_timeval(u64 ns)
{
	struct __kernel_timespec ts = ns_to_timespec(ns);

	return (struct timeval){ .tv_sec = (time_t)ts.tv_sec, .tv_usec = (long)ts.tv_nsec / (long)NSEC_PER_USEC };
}

int timespec_to_ns(const struct __kernel_timespec *ts, u64 *ns)
{
	const u64 longest = ~0ull >> 1;

	if (ts->tv_sec < 0 || ts->tv_nsec < 0 || ts->tv_nsec >= (long)NSEC_PER_SEC)
		return -EINVAL;
	if (__builtin_mul_overflow((u64)ts->tv_sec, NSEC_PER_SEC, ns) ||
	    __builtin_add_overflow(*ns, (u64)ts->tv_nsec, ns) || *ns > longest)
		*ns = longest;
	return 0;
}

/* Programs of 32 bits fill in a long of the nanoseconds, and leave what is beside it as it is. */
int get_timespec(struct __kernel_timespec *ts, const struct __kernel_timespec __user *user)
{
	if (copy_from_user(ts, user, sizeof(*ts)))
		return -EFAULT;
	ts->tv_nsec = (long)ts->tv_nsec;
	return 0;
}

int put_timespec(const struct __kernel_timespec *ts, struct __kernel_timespec __user *user)
{
	return copy_to_user(user, ts, sizeof(*ts)) ? -EFAULT : 0;
}

int read_clock(clockid_t clock, u64 *ns)
{
	switch (clock) {
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_COARSE:
		*ns = realtime_ns();
		return 0;
	case CLOCK_MONOTONIC:
	case CLOCK_MONOTONIC_RAW:
	case CLOCK_MONOTONIC_COARSE:
	case CLOCK_BOOTTIME:
		*ns = clock_ns();
		return 0;
	case CLOCK_PROCESS_CPUTIME_ID:
	case CLOCK_THREAD_CPUTIME_ID:
		*ns = current->utime + current->stime;
		return 0;
	default:
		return -EINVAL;
	}
}

long sys_clock_gettime(clockid_t clock, struct __kernel_timespec __user *user_ts)
{
	struct __kernel_timespec ts;
	u64 ns;
	int err = read_clock(clock, &ns);

	if (err)
		return err;
	ts = ns_to_timespec(ns);
	return put_timespec(&ts, user_ts);
}

static bool counts_in_ticks(clockid_t clock)
{
	return clock == CLOCK_PROCESS_CPUTIME_ID || clock == CLOCK_THREAD_CPUTIME_ID;
}

int clock_resolution(clockid_t clock, u64 *ns)
{
	int err = read_clock(clock, ns);

	if (!err)
		*ns = counts_in_ticks(clock) ? TICK_NS : 1;
	return err;
}

long sys_clock_getres(clockid_t clock, struct __kernel_timespec __user *user_ts)
{
	struct __kernel_timespec ts;
	u64 ns;
	int err = clock_resolution(clock, &ns);

	if (err || !user_ts)
		return err;
	ts = ns_to_timespec(ns);
	return put_timespec(&ts, user_ts);
}

long sys_gettimeofday(struct timeval __user *user_tv, struct timezone __user *user_tz)
{
	static const struct timezone utc;
	struct timeval tv = ns_to_timeval(realtime_ns());

	if (user_tv && copy_to_user(user_tv, &tv, sizeof(tv)))
		return -EFAULT;
	if (user_tz && copy_to_user(user_tz, &utc, sizeof(utc)))
		return -EFAULT;
	return 0;
}

static clock_t ns_to_clock_t(u64 ns)
{
	u32 rest;

	return div_u64(ns, NSEC_PER_SEC / USER_HZ, &rest);
}

long sys_times(struct tms __user *user_buf)
{
	struct task_struct *tsk = current;
	struct tms buf = {
		.tms_utime = ns_to_clock_t(tsk->utime),
		.tms_stime = ns_to_clock_t(tsk->stime),
		.tms_cutime = ns_to_clock_t(tsk->cutime),
		.tms_cstime = ns_to_clock_t(tsk->cstime),
	};

	if (user_buf && copy_to_user(user_buf, &buf, sizeof(buf)))
		return -EFAULT;
	return ns_to_clock_t(clock_ns());
}
