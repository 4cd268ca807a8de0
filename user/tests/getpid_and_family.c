/*
 * pids, parents, groups and sessions: a child has its own pid, the parent's group and session; setsid makes
 * new ones.
 */

#include "test.h"

int main(void)
{
	pid_t me = getpid(), pid;

	CHECK_EQ(gettid(), me);
	pid = fork_or_fail();
	if (pid == 0) {
		CHECK_EQ(getppid(), me);
		CHECK(getpid() != me);
		CHECK_EQ(getpgid(0), getpgid(me));
		CHECK_EQ(getsid(0), getsid(me));
		CHECK_EQ(setsid(), getpid());
		CHECK_EQ(getpgid(0), getpid());
		CHECK_EQ(getsid(0), getpid());
		CHECK_ERR(setsid(), EPERM);
		_exit(0);
	}
	wait_ok(pid);
	CHECK_EQ(getuid(), 0);
	return 0;
}
