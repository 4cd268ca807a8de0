/* A null pointer cannot be read, written or executed, and nothing can be mapped there by chance. */

#include "test.h"

static void must_die(int how)
{
	pid_t pid = fork_or_fail();
	volatile uintptr_t null = 0;

	if (pid == 0) {
		if (how == 0)
			(void)*(volatile char *)null;
		if (how == 1)
			*(volatile char *)(null + 8) = 1;
		if (how == 2)
			((void (*)(void))null)();
		_exit(0);
	}
	wait_code(pid, 128 + SIGSEGV);
}

int main(void)
{
	for (int how = 0; how < 3; how++)
		must_die(how);
	return 0;
}
