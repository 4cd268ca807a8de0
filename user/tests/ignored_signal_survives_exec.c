/* A signal that is ignored stays ignored across fork and execve. */

#include "test.h"

int main(int argc, char **argv)
{
	char *again[] = { argv[0], "again", NULL };
	pid_t pid;

	if (argc > 1) {
		kill(getpid(), SIGUSR1);
		return 23;
	}
	CHECK(signal(SIGUSR1, SIG_IGN) == SIG_DFL);
	pid = fork_or_fail();
	if (pid == 0) {
		execv(argv[0], again);
		_exit(1);
	}
	wait_code(pid, 23);
	CHECK(signal(SIGUSR1, SIG_DFL) == SIG_IGN);
	CHECK(signal(SIGKILL, SIG_IGN) == SIG_ERR);
	CHECK_EQ(errno, EINVAL);
	return 0;
}
