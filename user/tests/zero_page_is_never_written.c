/*
 * Reading fresh memory maps a page of zeros that all share. A store, by the program or the kernel, must not
 * get into it.
 */

#include "test.h"

int main(void)
{
	char *p = new_pages(64), *q;
	int fds[2];
	pid_t pid;

	CHECK_OK(pipe(fds));
	for (int i = 0; i < 64; i++)
		CHECK_EQ(p[i * PAGE_SIZE], 0);
	pid = fork_or_fail();
	if (pid == 0) {
		p[0] = 'x';
		CHECK_EQ(write(fds[1], "y", 1), 1);
		CHECK_EQ(read(fds[0], p + PAGE_SIZE, 1), 1);
		CHECK_EQ(p[PAGE_SIZE], 'y');
		_exit(0);
	}
	wait_ok(pid);
	q = new_pages(64);
	for (int i = 0; i < 64; i++) {
		CHECK_EQ(p[i * PAGE_SIZE], 0);
		CHECK_EQ(q[i * PAGE_SIZE], 0);
	}
	return 0;
}
