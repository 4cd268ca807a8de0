/*
 * No offset and no size lies beyond what the file system can store, or beyond what RLIMIT_FSIZE allows: a write is cut
 * off there, and one that would begin there is refused, with a signal if the limit is the process's own.
 */

#include "test.h"

#define NAME "/file_sizes"

/* The largest size, by trial. */
static off_t largest(int fd)
{
	off_t size = 0;

	for (int bit = 62; bit >= 0; bit--)
		if (!ftruncate(fd, size | (off_t)1 << bit))
			size |= (off_t)1 << bit;
	return size;
}

static void check_disk(int fd)
{
	off_t max = largest(fd);

	CHECK_ERR(ftruncate(fd, max + 1), EFBIG);
	CHECK_OK(ftruncate(fd, 5));
	CHECK_EQ(lseek(fd, max, SEEK_SET), max);
	CHECK_ERR(write(fd, "x", 1), EFBIG);
	CHECK_ERR(lseek(fd, 1, SEEK_CUR), EINVAL);
	CHECK_ERR(lseek(fd, max + 1, SEEK_SET), EINVAL);
	CHECK_ERR(lseek(fd, max - 4, SEEK_END), EINVAL);
	CHECK_EQ(lseek(fd, 0, SEEK_CUR), max);
	CHECK_ERR(pwrite(fd, "xy", 2, max), EFBIG);
	CHECK_EQ(pwrite(fd, "xy", 2, max - 1), 1);
	CHECK_ERR(fallocate(fd, 0, max - 1, 2), EFBIG);
	CHECK_OK(ftruncate(fd, 5));
}

/* In memory a file may end where offsets do. */
static void check_memory(void)
{
	int fd = (int)CHECK_OK(open("/tmp" NAME, O_CREAT | O_TRUNC | O_RDWR, 0644));
	off_t max = largest(fd);

	CHECK_OK(ftruncate(fd, max));
	CHECK_ERR(lseek(fd, 0, SEEK_DATA), ENXIO);
	CHECK_EQ(lseek(fd, 5, SEEK_HOLE), 5);
	CHECK_EQ(pwrite(fd, "x", 1, PAGE_SIZE), 1);
	CHECK_EQ(lseek(fd, 0, SEEK_DATA), PAGE_SIZE);
	CHECK_ERR(lseek(fd, 2 * PAGE_SIZE, SEEK_DATA), ENXIO);
	CHECK_EQ(lseek(fd, PAGE_SIZE, SEEK_HOLE), 2 * PAGE_SIZE);
	if (sizeof(long) == 8) {
		CHECK_ERR(mmap(NULL, PAGE_SIZE, PROT_READ, MAP_SHARED, fd, INT64_MIN), EOVERFLOW);
		CHECK_ERR(mmap(NULL, PAGE_SIZE, PROT_READ, MAP_SHARED, fd, -(off_t)PAGE_SIZE), EOVERFLOW);
	}
	close(fd);
	CHECK_OK(unlink("/tmp" NAME));
}

static void check_limit(int fd)
{
	struct rlimit64 limit = { 50, 1000 };
	int append = (int)CHECK_OK(open(NAME, O_RDWR | O_APPEND));
	char buf[100] = { 0 };

	CHECK_OK(prlimit64(0, RLIMIT_FSIZE, &limit, NULL));
	signal(SIGXFSZ, SIG_IGN);
	CHECK_EQ(pwrite(fd, buf, 100, 0), 50);
	CHECK_EQ(pwrite(fd, buf, 100, 49), 1);
	CHECK_EQ(pwrite(fd, buf, 0, 50), 0);
	CHECK_ERR(pwrite(fd, buf, 1, 50), EFBIG);
	CHECK_ERR(write(append, buf, 1), EFBIG);
	CHECK_EQ(lseek(append, 0, SEEK_CUR), 0);
	CHECK_ERR(ftruncate(fd, 51), EFBIG);
	CHECK_ERR(fallocate(fd, 0, 0, 51), EFBIG);
	CHECK_OK(ftruncate(fd, 50));
	CHECK_EQ(lseek(fd, 0, SEEK_END), 50);
	close(append);
}

static void check_signal(int fd)
{
	pid_t pid = fork_or_fail();

	if (!pid) {
		signal(SIGXFSZ, SIG_DFL);
		pwrite(fd, "x", 1, 50);
		_exit(0);
	}
	wait_code(pid, 128 + SIGXFSZ);
}

int main(void)
{
	int fd = (int)CHECK_OK(open(NAME, O_CREAT | O_TRUNC | O_RDWR, 0644));

	check_disk(fd);
	check_memory();
	check_limit(fd);
	check_signal(fd);
	close(fd);
	CHECK_OK(unlink(NAME));
	return 0;
}
