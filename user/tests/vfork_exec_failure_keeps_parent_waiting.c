/* A failed execve does not release the parent: the child still borrows its memory. */

#include "test.h"

static volatile int steps, error;

int main(void)
{
	char *argv[] = { "nosuch", NULL };
	pid_t pid = vfork();

	if (pid == 0) {
		execv("/nosuch/program", argv);
		error = errno;
		execv("/", argv);
		msleep(100);
		steps = 2;
		_exit(3);
	}
	CHECK(pid > 0);
	CHECK_EQ(steps, 2);
	CHECK_EQ(error, ENOENT);
	wait_code(pid, 3);
	return 0;
}
