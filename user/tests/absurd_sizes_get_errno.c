/* Sizes, numbers and flags beyond reason get an error, and nothing happens. */

#include "test.h"

int main(void)
{
	const int how = MAP_PRIVATE | MAP_ANONYMOUS;
	size_t huge = ~(size_t)0;
	char c;

	CHECK_ERR(mmap(NULL, huge, PROT_READ, how, -1, 0), ENOMEM);
	CHECK_ERR(mmap(NULL, huge - 4 * PAGE_SIZE, PROT_READ, how, -1, 0), ENOMEM);
	CHECK_ERR(mmap(NULL, 0, PROT_READ, how, -1, 0), EINVAL);
	CHECK_ERR(mmap(NULL, PAGE_SIZE, PROT_READ, MAP_ANONYMOUS, -1, 0), EINVAL);
	CHECK_ERR(mmap((void *)-PAGE_SIZE, PAGE_SIZE, PROT_READ, how | MAP_FIXED, -1, 0), ENOMEM);
	CHECK_ERR(munmap((void *)PAGE_SIZE, huge & ~(size_t)(PAGE_SIZE - 1)), EINVAL);
	CHECK_ERR((intptr_t)sbrk((intptr_t)(huge - (uintptr_t)sbrk(0) - 4 * PAGE_SIZE)), ENOMEM);
	CHECK_ERR(read(-1, &c, 1), EBADF);
	CHECK_ERR(read(1 << 30, &c, 1), EBADF);
	CHECK_ERR(close(12345), EBADF);
	CHECK_ERR(dup(-5), EBADF);
	CHECK_ERR(dup2(0, 1 << 28), EBADF);
	CHECK_ERR(dup3(0, 0, 0), EINVAL);
	CHECK_ERR(pipe2((int[2]){ 0 }, 0x12345), EINVAL);
	CHECK_ERR(setpgid(-1, 0), EINVAL);
	CHECK_ERR(setpgid(0, -1), EINVAL);
	CHECK_ERR(getpgid(1 << 29), ESRCH);
	CHECK_ERR(kill(1 << 29, 0), ESRCH);
	CHECK_ERR(getrusage(1234, (struct rusage *)&huge), EINVAL);
	CHECK_ERR(clock_gettime(1000, (struct timespec *)&huge), EINVAL);
	CHECK_ERR(nanosleep(&(struct timespec){ 0, 1000000000 }, NULL), EINVAL);
	CHECK_ERR(nanosleep(&(struct timespec){ -1, 0 }, NULL), EINVAL);
	CHECK_ERR(rt_sigaction(SIGINT, NULL, NULL, 3), EINVAL);
	CHECK_ERR(getcwd((char *)&huge, 1) ? 0 : -1, ERANGE);
	return 0;
}
