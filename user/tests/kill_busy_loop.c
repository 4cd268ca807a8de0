/* A process that never calls the kernel can be killed all the same. */

#include "test.h"

int main(void)
{
	pid_t pid = fork_or_fail();
	volatile int spin = 1;

	if (pid == 0) {
		while (spin)
			;
		_exit(0);
	}
	msleep(20);
	CHECK_OK(kill(pid, SIGTERM));
	wait_code(pid, 128 + SIGTERM);
	return 0;
}
