/* A page above the break is gone: touching it is a SIGSEGV. */

#include "test.h"

int main(void)
{
	char *p = sbrk(8 * PAGE_SIZE);
	pid_t pid;

	p[7 * PAGE_SIZE] = 1;
	CHECK_OK((intptr_t)sbrk(-6 * PAGE_SIZE));
	pid = fork_or_fail();
	if (pid == 0) {
		p[7 * PAGE_SIZE] = 1;
		_exit(0);
	}
	wait_code(pid, 128 + SIGSEGV);
	return 0;
}
