/*
 * Every other way by which the kernel stores into user memory copies a shared page as well: pipe2, getcwd,
 * fstat, uname, clock_gettime, clone's parent_tid.
 */

#include "test.h"

int main(void)
{
	char *p = new_pages(1);
	struct gate start = gate_new();
	pid_t holder, pid;

	memset(p, 0x55, PAGE_SIZE);
	holder = fork_or_fail();
	if (holder == 0) {
		gate_pass(&start);
		for (int i = 0; i < PAGE_SIZE; i++)
			CHECK_EQ(p[i], 0x55);
		_exit(0);
	}
	/* Each of these makes a new sharer first, so that each one meets a shared page. */
	for (int i = 0; i < 6; i++) {
		pid = fork_or_fail();
		if (pid == 0) {
			if (i == 0)
				CHECK_OK(pipe((int *)p));
			if (i == 1)
				CHECK(getcwd(p, PAGE_SIZE));
			if (i == 2)
				CHECK_OK(fstat(0, (struct stat *)p));
			if (i == 3)
				CHECK_OK(uname((struct new_utsname *)p));
			if (i == 4)
				CHECK_OK(clock_gettime(CLOCK_MONOTONIC, (struct timespec *)p));
			if (i == 5)
				CHECK_OK(gettimeofday((struct timeval *)p, NULL));
			CHECK(p[0] != 0x55 || p[1] != 0x55 || p[2] != 0x55 || p[3] != 0x55);
			_exit(0);
		}
		wait_ok(pid);
		CHECK_EQ(p[0], 0x55);
	}
	gate_open(&start);
	wait_ok(holder);
	return 0;
}
