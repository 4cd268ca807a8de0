/* RLIMIT_STACK is 8 MiB at first; a smaller one holds after the next execve. */

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

int main(int argc, char **argv)
{
	char *again[] = { argv[0], "again", NULL };
	struct rlimit64 limit;
	pid_t pid;

	if (argc > 1)
		return use_stack(1500) == 1500 ? 0 : 2;
	CHECK_OK(prlimit64(0, RLIMIT_STACK, NULL, &limit));
	CHECK_EQ(limit.rlim_cur, 8 << 20);
	limit.rlim_cur = 1 << 20;
	pid = fork_or_fail();
	if (pid == 0) {
		CHECK_OK(prlimit64(0, RLIMIT_STACK, &limit, NULL));
		execv(argv[0], again);
		_exit(3);
	}
	wait_code(pid, 128 + SIGSEGV);
	return 0;
}
