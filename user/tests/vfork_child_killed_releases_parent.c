/* A vfork child that dies by a signal releases its parent. */

#include "test.h"

int main(void)
{
	volatile uintptr_t bad = 16;
	pid_t pid = vfork();

	if (pid == 0) {
		kill(getpid(), SIGKILL);
		_exit(1);
	}
	CHECK(pid > 0);
	wait_code(pid, 128 + SIGKILL);
	pid = vfork();
	if (pid == 0) {
		*(volatile char *)bad = 1;
		_exit(1);
	}
	CHECK(pid > 0);
	wait_code(pid, 128 + SIGSEGV);
	return 0;
}
