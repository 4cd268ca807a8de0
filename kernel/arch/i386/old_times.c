/* Times of 32 bits: each of these calls has a younger one, the same on all machines, that takes 64. */
#include <abi/fcntl.h>
#include <abi/i386/old_calls.h>
#include <arch/syscalls.h>
#include <kernel/err.h>
#include <kernel/fs.h>
#include <kernel/poll.h>
#include <kernel/syscalls.h>
#include <kernel/time.h>
#include <kernel/uaccess.h>

static int get_old_timespec(struct __kernel_timespec *ts, const struct timespec __user *user)
{
	struct timespec old;

	if (copy_from_user(&old, user, sizeof(old)))
		return -EFAULT;
	*ts = (struct __kernel_timespec){ old.tv_sec, old.tv_nsec };
	return 0;
}

static int put_old_timespec(const struct __kernel_timespec *ts, struct timespec __user *user)
{
	struct timespec old = { (time_t)ts->tv_sec, (long)ts->tv_nsec };

	return copy_to_user(user, &old, sizeof(old)) ? -EFAULT : 0;
}

/* ---- clocks ---- */

long sys_ia32_clock_gettime(clockid_t clock, struct timespec __user *user)
{
	struct __kernel_timespec ts;
	u64 ns;
	int err = read_clock(clock, &ns);

	if (err)
		return err;
	ts = ns_to_timespec(ns);
	return put_old_timespec(&ts, user);
}

long sys_ia32_clock_getres(clockid_t clock, struct timespec __user *user)
{
	struct __kernel_timespec ts;
	u64 ns;
	int err = clock_resolution(clock, &ns);

	if (err || !user)
		return err;
	ts = ns_to_timespec(ns);
	return put_old_timespec(&ts, user);
}

long sys_ia32_time(long __user *user_seconds)
{
	long seconds = (long)ns_to_timespec(realtime_ns()).tv_sec;

	if (user_seconds && put_user(seconds, user_seconds))
		return -EFAULT;
	return seconds;
}

/* ---- waiting ---- */

long sys_ia32_nanosleep(const struct timespec __user *request, struct timespec __user *remain)
{
	return sys_ia32_clock_nanosleep(CLOCK_MONOTONIC, 0, request, remain);
}

long sys_ia32_clock_nanosleep(clockid_t clock, int flags, const struct timespec __user *request,
			      struct timespec __user *remain)
{
	struct __kernel_timespec ts, rest;
	int err = check_sleep_clock(clock);

	if (!err)
		err = get_old_timespec(&ts, request);
	if (!err)
		err = clock_sleep(clock, flags, &ts, &rest);
	if (err == -EINTR && remain && !(flags & TIMER_ABSTIME) && put_old_timespec(&rest, remain))
		return -EFAULT;
	return err;
}

long sys_ia32_ppoll(struct pollfd __user *fds, unsigned int n, const struct timespec __user *timeout,
		    const sigset_t __user *sigmask, size_t sigsetsize)
{
	struct __kernel_timespec ts;

	if (timeout && get_old_timespec(&ts, timeout))
		return -EFAULT;
	return do_ppoll(fds, n, timeout ? &ts : NULL, sigmask, sigsetsize);
}

/* ---- times of files ---- */

long sys_ia32_utimensat(int dfd, const char __user *path, const struct timespec __user *times, int flags)
{
	struct __kernel_timespec ts[2];

	if (times && (get_old_timespec(&ts[0], &times[0]) || get_old_timespec(&ts[1], &times[1])))
		return -EFAULT;
	return do_utimes(dfd, path, times ? ts : NULL, flags);
}

/* Microseconds, of which a million are none; UTIME_NOW and UTIME_OMIT must not come out. */
long sys_ia32_futimesat(int dfd, const char __user *path, const struct timeval __user *times)
{
	struct __kernel_timespec ts[2];
	struct timeval tv[2];

	if (!times)
		return do_utimes(dfd, path, NULL, 0);
	if (copy_from_user(tv, times, sizeof(tv)))
		return -EFAULT;
	for (unsigned int i = 0; i < 2; i++) {
		if ((unsigned long)tv[i].tv_usec >= NSEC_PER_SEC / NSEC_PER_USEC)
			return -EINVAL;
		ts[i] = (struct __kernel_timespec){ tv[i].tv_sec, tv[i].tv_usec * (long)NSEC_PER_USEC };
	}
	return do_utimes(dfd, path, ts, 0);
}

long sys_ia32_utimes(const char __user *path, const struct timeval __user *times)
{
	return sys_ia32_futimesat(AT_FDCWD, path, times);
}

long sys_ia32_utime(const char __user *path, const struct utimbuf __user *times)
{
	struct __kernel_timespec ts[2];
	struct utimbuf seconds;

	if (!times)
		return do_utimes(AT_FDCWD, path, NULL, 0);
	if (copy_from_user(&seconds, times, sizeof(seconds)))
		return -EFAULT;
	ts[0] = (struct __kernel_timespec){ .tv_sec = seconds.actime };
	ts[1] = (struct __kernel_timespec){ .tv_sec = seconds.modtime };
	return do_utimes(AT_FDCWD, path, ts, 0);
}
