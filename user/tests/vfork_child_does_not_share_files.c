/* vfork shares memory, but not the file table: what the child closes stays open in the parent. */

#include "test.h"

int main(void)
{
	int fds[2];
	pid_t pid;

	CHECK_OK(pipe(fds));
	pid = vfork();
	if (pid == 0) {
		close(fds[0]);
		close(fds[1]);
		_exit(0);
	}
	wait_code(pid, 0);
	CHECK_EQ(write(fds[1], "x", 1), 1);
	return 0;
}
