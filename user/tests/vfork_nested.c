/* A vfork child may vfork: each parent waits for its own child, on its own completion. */

#include "test.h"

static volatile int order[3], n;

int main(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		pid_t inner = vfork();

		if (inner == 0) {
			msleep(50);
			order[n++] = 3;
			_exit(33);
		}
		order[n++] = 2;
		_exit(inner > 0 && waitpid(inner, NULL, 0) == inner ? 22 : 1);
	}
	order[n++] = 1;
	CHECK_EQ(order[0], 3);
	CHECK_EQ(order[1], 2);
	CHECK_EQ(order[2], 1);
	wait_code(pid, 22);
	return 0;
}
