/*
 * Pipes and the files of /proc can do less than a file on a disk: what they cannot do is an error, or has no
 * effect, for each call that changes a file.
 */

#include "test.h"

static void change(int fd)
{
	struct statfs st;

	CHECK_OK(fchmod(fd, 0600));
	CHECK_OK(fchown(fd, (uid_t)-1, (gid_t)-1));
	CHECK_OK(utimensat(fd, NULL, NULL, 0));
	CHECK_OK(syscall(__NR_fstatfs, fd, &st));
	CHECK(st.f_type != 0);
}

int main(void)
{
	int p[2], fd;

	CHECK_OK(pipe(p));
	change(p[0]);
	change(p[1]);
	CHECK_ERR(fsync(p[1]), EINVAL);
	CHECK_ERR(ftruncate(p[1], 0), EINVAL);
	CHECK(mmap(NULL, PAGE_SIZE, PROT_READ, MAP_SHARED, p[0], 0) == MAP_FAILED);

	fd = (int)CHECK_OK(open("/proc/self/fail-nth", O_RDWR | O_TRUNC)); /* as the shell opens it for > */
	change(fd);
	CHECK_ERR(ftruncate(fd, 0), EINVAL);
	CHECK(syscall(__NR_fallocate, fd, 0, 0L, 10L) < 0);
	close(fd);
	CHECK(chmod("/proc/self/exe", 0755) == 0 || errno == EPERM);
	CHECK(symlink("x", "/proc/x") < 0);
	CHECK(rename("/proc/meminfo", "/proc/x") < 0);
	CHECK(unlink("/proc/meminfo") < 0);
	CHECK(link("/proc/meminfo", "/proc/x") < 0);
	CHECK(mkdir("/proc/x") < 0);
	CHECK_OK(access("/proc/meminfo", R_OK));
	return 0;
}
