/* The parent of a vfork runs on when the child has called execve, not before, and does not wait for its end. */

#include "test.h"

static volatile int steps;

int main(void)
{
	char *argv[] = { "sleep", "0.5", NULL };
	pid_t pid = vfork();

	if (pid == 0) {
		msleep(50);
		steps = 1;
		execv("/bin/sleep", argv);
		_exit(99);
	}
	CHECK(pid > 0);
	CHECK_EQ(steps, 1);
	CHECK_EQ(waitpid(pid, NULL, WNOHANG), 0);
	wait_code(pid, 0);
	return 0;
}
