/* WNOHANG: 0 while the child runs, its pid once it has ended, ECHILD when there is none. */

#include "test.h"

int main(void)
{
	struct gate go = gate_new();
	int status = 1234;
	pid_t pid, got;

	CHECK_ERR(waitpid(-1, &status, WNOHANG), ECHILD);
	pid = fork_or_fail();
	if (pid == 0) {
		gate_pass(&go);
		_exit(6);
	}
	CHECK_EQ(waitpid(-1, &status, WNOHANG), 0);
	CHECK_EQ(waitpid(pid, &status, WNOHANG), 0);
	CHECK_EQ(status, 1234);
	gate_open(&go);
	while ((got = waitpid(pid, &status, WNOHANG)) == 0)
		msleep(1);
	CHECK_EQ(got, pid);
	CHECK_EQ(status, 6 << 8);
	CHECK_ERR(waitpid(pid, &status, WNOHANG), ECHILD);
	return 0;
}
