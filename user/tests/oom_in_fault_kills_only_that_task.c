/* A task that touches more memory than there is gets killed; its parent lives, and the memory comes back. */

#include "test.h"

static void eat_all_memory(void)
{
	for (;;) {
		char *p = sbrk(1 << 20);

		if (p == (char *)-1)
			_exit(0); /* the kernel may refuse in time instead */
		for (int i = 0; i < 1 << 20; i += PAGE_SIZE)
			p[i] = 1;
	}
}

int main(void)
{
	long before = proc_number("/proc/meminfo", "MemFree");

	for (int i = 0; i < 2; i++) {
		pid_t pid = fork_or_fail();
		int code;

		if (pid == 0)
			eat_all_memory();
		code = exit_code(wait_word(pid));
		if (code != 0 && code != 128 + SIGKILL)
			FAIL("expected SIGKILL (137), got exit code %d", code);
	}
	for (int i = 0; i < 100 && proc_number("/proc/meminfo", "MemFree") < before - 4096; i++)
		msleep(10);
	CHECK(proc_number("/proc/meminfo", "MemFree") >= before - 4096);
	return 0;
}
