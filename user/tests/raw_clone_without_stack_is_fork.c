/* clone with nothing but SIGCHLD and no stack is a fork: the child goes on with a copy of the same stack. */

#include "test.h"

int main(void)
{
	volatile int local = 1;
	pid_t pid = (pid_t)CHECK_OK(syscall(__NR_clone, SIGCHLD, 0, 0, 0, 0));

	if (pid == 0) {
		local = 2;
		_exit(local + 30);
	}
	wait_code(pid, 32);
	CHECK_EQ(local, 1);
	return 0;
}
