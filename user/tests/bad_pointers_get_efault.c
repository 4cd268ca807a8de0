/* A bad pointer in any call is EFAULT; kernel addresses and ends beyond an area are bad too. */

#include "test.h"

int main(void)
{
	char *p = new_pages(2);
	uintptr_t bad[3];
	int fds[2], zero = (int)CHECK_OK(open("/dev/zero", O_RDWR));

	CHECK_OK(munmap(p + PAGE_SIZE, PAGE_SIZE));
	CHECK_OK(pipe(fds));
	bad[0] = 16;
	bad[1] = (uintptr_t)p + PAGE_SIZE;
	bad[2] = (uintptr_t)-PAGE_SIZE;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		void *b = (void *)bad[i];

		CHECK_ERR(read(zero, b, 8), EFAULT);
		CHECK_ERR(write(fds[1], b, 8), EFAULT);
		CHECK_ERR(open(b, O_RDONLY), EFAULT);
		CHECK_ERR(pipe(b), EFAULT);
		CHECK_ERR(uname(b), EFAULT);
		CHECK_ERR(stat(b, (struct stat *)p), EFAULT);
		CHECK_ERR(stat("/", b), EFAULT);
		CHECK_ERR(fstat(0, b), EFAULT);
		CHECK_ERR(nanosleep(b, NULL), EFAULT);
		CHECK_ERR(clock_gettime(CLOCK_MONOTONIC, b), EFAULT);
		CHECK_ERR(readv(zero, b, 1), EFAULT);
		CHECK_ERR(chdir(b), EFAULT);
		CHECK_ERR(mkdir(b), EFAULT);
		CHECK_ERR(getcwd(b, 100) ? 0 : -1, EFAULT);
	}
	/* A string or buffer that runs off its area. */
	memset(p, '/', PAGE_SIZE);
	CHECK_ERR(open(p + PAGE_SIZE - 5, O_RDONLY), EFAULT);
	CHECK_EQ(write(fds[1], "12345678", 8), 8);
	CHECK_ERR(read(fds[0], p + PAGE_SIZE, 8), EFAULT);
	return 0;
}
