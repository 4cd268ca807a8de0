/*
 * A write to a pipe that nobody reads is SIGPIPE, or EPIPE if that is ignored; a read from one that nobody
 * writes is the end.
 */

#include "test.h"

int main(void)
{
	int fds[2];
	char c;
	pid_t pid;

	CHECK_OK(pipe(fds));
	close(fds[0]);
	pid = fork_or_fail();
	if (pid == 0) {
		write(fds[1], "x", 1);
		_exit(0);
	}
	wait_code(pid, 128 + SIGPIPE);
	signal(SIGPIPE, SIG_IGN);
	CHECK_ERR(write(fds[1], "x", 1), EPIPE);
	CHECK_OK(pipe(fds));
	CHECK_EQ(write(fds[1], "x", 1), 1);
	close(fds[1]);
	CHECK_EQ(read(fds[0], &c, 1), 1);
	CHECK_EQ(read(fds[0], &c, 1), 0);
	CHECK_ERR(write(fds[0], "x", 1), EBADF);
	CHECK_ERR(lseek(fds[0], 0, SEEK_SET), ESPIPE);
	return 0;
}
