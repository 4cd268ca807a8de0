/* When a parent ends first, its child gets pid 1 as its parent. */

#include "test.h"

int main(void)
{
	struct gate go = gate_new();
	int fds[2];
	pid_t pid, parent = 0;

	CHECK_OK(pipe(fds));
	pid = fork_or_fail();
	if (pid == 0) {
		pid_t orphan = fork_or_fail();

		if (orphan == 0) {
			gate_pass(&go);
			for (int i = 0; i < 200 && getppid() != 1; i++)
				msleep(5);
			parent = getppid();
			write(fds[1], &parent, sizeof(parent));
			_exit(0);
		}
		_exit(0);
	}
	wait_code(pid, 0);
	gate_open(&go);
	CHECK_EQ(read(fds[0], &parent, sizeof(parent)), sizeof(parent));
	CHECK_EQ(parent, 1);
	return 0;
}
