/* O_CLOEXEC and FD_CLOEXEC close at execve, not at fork, and not when execve fails; dup drops the mark. */

#include "test.h"

int main(int argc, char **argv)
{
	char text[3][8], *again[] = { argv[0], text[0], text[1], text[2], NULL }, *none[] = { "x", NULL };
	int fds[2], kept;
	pid_t pid;

	if (argc > 1) {
		CHECK_ERR(fcntl(atoi(argv[1]), F_GETFD), EBADF);
		CHECK_ERR(fcntl(atoi(argv[2]), F_GETFD), EBADF);
		CHECK_EQ(fcntl(atoi(argv[3]), F_GETFD), 0);
		return 0;
	}
	CHECK_OK(pipe2(fds, O_CLOEXEC));
	CHECK_EQ(fcntl(fds[0], F_GETFD), FD_CLOEXEC);
	CHECK_OK(fcntl(fds[1], F_SETFD, 0));
	CHECK_OK(fcntl(fds[1], F_SETFD, FD_CLOEXEC));
	kept = (int)CHECK_OK(dup(fds[1]));
	CHECK_EQ(fcntl(kept, F_GETFD), 0);
	snprintf(text[0], 8, "%d", fds[0]);
	snprintf(text[1], 8, "%d", fds[1]);
	snprintf(text[2], 8, "%d", kept);
	pid = fork_or_fail();
	if (pid == 0) {
		CHECK_EQ(fcntl(fds[0], F_GETFD), FD_CLOEXEC);
		execv("/nosuch", none);
		CHECK_EQ(fcntl(fds[0], F_GETFD), FD_CLOEXEC);
		execv(argv[0], again);
		_exit(2);
	}
	wait_ok(pid);
	return 0;
}
