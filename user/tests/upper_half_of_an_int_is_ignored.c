/*
 * An int argument is the lower half of its register. What a program leaves in the upper half, where there is
 * one, changes nothing: neither what a call does nor what it checks.
 */

#include "test.h"

#define JUNK(x) ((long)(((unsigned long)0x5a5a5a5a << (4 * sizeof(long))) | (unsigned int)(x)))

int main(void)
{
	char c = 'x', got = 0;
	int fds[2];

	if (sizeof(long) == sizeof(int))
		return 0; /* no register is wider */
	CHECK_OK(pipe(fds));
	CHECK_EQ(syscall(__NR_write, JUNK(fds[1]), &c, 1), 1);
	CHECK_EQ(syscall(__NR_read, JUNK(fds[0]), &got, 1), 1);
	CHECK_EQ(got, 'x');
	CHECK_ERR(syscall(__NR_read, JUNK(-1), &got, 1), EBADF);
	CHECK_EQ(syscall(__NR_dup3, JUNK(fds[0]), JUNK(20), JUNK(0)), 20);
	CHECK_ERR(syscall(__NR_wait4, JUNK(-1), 0, JUNK(WNOHANG), 0), ECHILD);
	CHECK_EQ(syscall(__NR_kill, JUNK(getpid()), JUNK(0)), 0);
	return 0;
}
