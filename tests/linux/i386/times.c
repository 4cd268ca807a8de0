/* Each call that takes a time has two numbers: seconds of 32 bits, and of 64. Both say the same. */
#include "../raw.h"
#include <linux/time.h>
#include <linux/time_types.h>
#include <linux/poll.h>
#include <linux/utime.h>
#include <asm/stat.h>

#define NAME	   "/tmp/linux_times"
#define O_CREAT	   0100
#define EOPNOTSUPP 95
#define RUBBISH	   0x5a5a5a5a00000000ll /* beside the long that a program fills in */

struct old_timespec {
	long sec, nsec;
};

static long milliseconds(void)
{
	struct __kernel_timespec now;

	expect(sys2(__NR_clock_gettime64, CLOCK_MONOTONIC, &now), 0);
	return (long)now.tv_sec * 1000 + (long)now.tv_nsec / 1000000;
}

static void clocks(void)
{
	struct old_timespec old = { -1, -1 };
	struct __kernel_timespec new = { -1, -1 };

	expect(sys2(__NR_clock_gettime, CLOCK_REALTIME, &old), 0);
	expect(sys2(__NR_clock_gettime64, CLOCK_REALTIME, &new), 0);
	expect_true(new.tv_sec - old.sec >= 0 && new.tv_sec - old.sec <= 1);
	expect_true(new.tv_nsec >= 0 && new.tv_nsec < 1000000000);
	expect_true(sys1(__NR_time, 0) - old.sec <= 2);
	expect(sys2(__NR_clock_getres, CLOCK_MONOTONIC, &old), 0);
	expect(old.sec, 0);
	expect(old.nsec, 1);
	expect(sys2(__NR_clock_getres_time64, CLOCK_MONOTONIC, &new), 0);
	expect_true(new.tv_sec == 0 && new.tv_nsec == 1);
	expect(sys2(__NR_clock_getres_time64, CLOCK_MONOTONIC, 0), 0);
	expect(sys2(__NR_clock_getres_time64, 99, &new), -EINVAL);
	expect(sys2(__NR_clock_getres, 99, &old), -EINVAL);
	expect(sys2(__NR_clock_gettime, 99, &old), -EINVAL);
	expect(sys2(__NR_clock_gettime64, CLOCK_REALTIME, 16), -EFAULT);
	expect(sys2(__NR_clock_gettime, CLOCK_REALTIME, 16), -EFAULT);
}

static void sleeps(void)
{
	struct old_timespec old = { 0, 30000000 }, bad_old = { 0, 1000000000 };
	struct __kernel_timespec new = { 0, 30000000 | RUBBISH }, bad_new = { -1, 0 };
	long before = milliseconds();

	expect(sys2(__NR_nanosleep, &old, 0), 0);
	expect_true(milliseconds() - before >= 30);
	before = milliseconds();
	expect(sys4(__NR_clock_nanosleep, CLOCK_MONOTONIC, 0, &old, 0), 0);
	expect_true(milliseconds() - before >= 30);
	before = milliseconds();
	expect(sys4(__NR_clock_nanosleep_time64, CLOCK_MONOTONIC, 0, &new, 0), 0);
	expect_true(milliseconds() - before >= 30);

	/* absolute, and long ago */
	new = (struct __kernel_timespec){ 0, 1 };
	expect(sys4(__NR_clock_nanosleep_time64, CLOCK_REALTIME, 1, &new, 0), 0);
	expect(sys4(__NR_clock_nanosleep_time64, CLOCK_MONOTONIC, 0, &bad_new, 0), -EINVAL);
	expect(sys4(__NR_clock_nanosleep, CLOCK_MONOTONIC, 0, &bad_old, 0), -EINVAL);
	expect(sys2(__NR_nanosleep, &bad_old, 0), -EINVAL);
	expect(sys2(__NR_nanosleep, 16, 0), -EFAULT);
	expect(sys4(__NR_clock_nanosleep_time64, CLOCK_MONOTONIC, 0, 16, 0), -EFAULT);
	expect(sys4(__NR_clock_nanosleep_time64, 3, 0, &new, 0), -EINVAL);
	expect(sys4(__NR_clock_nanosleep_time64, 4, 0, &new, 0), -EOPNOTSUPP);
	expect(sys4(__NR_clock_nanosleep, 3, 0, &old, 0), -EINVAL);
}

static void polls(void)
{
	struct old_timespec old = { 0, 20000000 };
	struct __kernel_timespec new = { 0, 20000000 | RUBBISH }, bad = { 0, -1 };
	struct pollfd fd;
	int ends[2];
	long before = milliseconds();

	expect(sys1(__NR_pipe, ends), 0);
	fd = (struct pollfd){ ends[0], POLLIN, 0 };
	expect(sys5(__NR_ppoll, &fd, 1, &old, 0, 0), 0);
	expect(sys5(__NR_ppoll_time64, &fd, 1, &new, 0, 0), 0);
	expect_true(milliseconds() - before >= 40);
	expect(sys5(__NR_ppoll_time64, &fd, 1, &bad, 0, 0), -EINVAL);
	expect(sys5(__NR_ppoll_time64, &fd, 1, 16, 0, 0), -EFAULT);
	expect(sys3(__NR_write, ends[1], "x", 1), 1);
	expect(sys5(__NR_ppoll_time64, &fd, 1, 0, 0, 0), 1);
	expect(fd.revents, POLLIN);
}

static void expect_times(long access, long change)
{
	struct stat64 st;

	expect(sys2(__NR_stat64, NAME, &st), 0);
	expect(st.st_atime, access);
	expect(st.st_mtime, change);
}

static void times_of_files(void)
{
	struct old_timespec old[2] = { { 1000, 1 }, { 2000, 2 } };
	struct __kernel_timespec new[2] = { { 3000, 1 | RUBBISH }, { 4000, 2 } };
	struct __kernel_old_timeval tv[2] = { { 5000, 999999 }, { 6000, 0 } };
	struct utimbuf seconds = { 7000, 8000 };

	expect_true(sys3(__NR_open, NAME, O_CREAT | 1, 0600) >= 0);
	expect(sys4(__NR_utimensat, AT_FDCWD, NAME, old, 0), 0);
	expect_times(1000, 2000);
	expect(sys4(__NR_utimensat_time64, AT_FDCWD, NAME, new, 0), 0);
	expect_times(3000, 4000);
	expect(sys2(__NR_utimes, NAME, tv), 0);
	expect_times(5000, 6000);
	tv[0].tv_sec = 5500;
	expect(sys3(__NR_futimesat, AT_FDCWD, NAME, tv), 0);
	expect_times(5500, 6000);
	expect(sys2(__NR_utime, NAME, &seconds), 0);
	expect_times(7000, 8000);
	/* a time of its own kind: what utimensat would take for "now" is no microsecond */
	tv[0].tv_usec = 1000000;
	expect(sys2(__NR_utimes, NAME, tv), -EINVAL);
	tv[0].tv_usec = -1;
	expect(sys2(__NR_utimes, NAME, tv), -EINVAL);
	expect_times(7000, 8000);
	/* beyond 2038 */
	new[0].tv_sec = 5000000000ll;
	expect(sys4(__NR_utimensat_time64, AT_FDCWD, NAME, new, 0), 0);
	{
		/* of struct statx, 256 bytes: stx_atime.tv_sec */
		long long stx[32];

		expect(sys5(__NR_statx, AT_FDCWD, NAME, 0, 0x7ff, stx), 0);
		expect_true(stx[8] == 5000000000ll);
	}
	expect(sys4(__NR_utimensat_time64, AT_FDCWD, NAME, 16, 0), -EFAULT);
	expect(sys2(__NR_utime, NAME, 16), -EFAULT);
	expect(sys2(__NR_utime, "/tmp/no_such_name", 0), -ENOENT);
	expect(sys2(__NR_utime, NAME, 0), 0);
	expect(sys1(__NR_unlink, NAME), 0);
}

int main(int argc, char **argv, char **envp, unsigned long *auxv)
{
	clocks();
	sleeps();
	polls();
	times_of_files();
	return 0;
}
