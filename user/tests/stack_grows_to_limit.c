/*
 * The stack grows by itself, by far more than one page at a time, up to 8 MiB; a deeper recursion is a
 * SIGSEGV.
 */

#include "test.h"

static int __attribute__((noinline)) use_stack(int kib)
{
	volatile char page[1024];

	page[0] = (char)kib;
	page[1023] = 1;
	if (kib > 0)
		return use_stack(kib - 1) + page[1023];
	return page[0];
}

int main(void)
{
	pid_t pid = fork_or_fail();

	if (pid == 0)
		_exit(use_stack(6000) == 6000 ? 0 : 2);
	wait_ok(pid);
	pid = fork_or_fail();
	if (pid == 0)
		_exit(use_stack(9000) == 9000 ? 0 : 2);
	wait_code(pid, 128 + SIGSEGV);
	return 0;
}
