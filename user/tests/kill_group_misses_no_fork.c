/*
 * A signal to a process group reaches a process that is just being made: one that jumps from child to child
 * as fast as it can does not get away.
 */

#include "test.h"

/* Each generation makes the next and ends. */
static void run_away(void)
{
	pid_t pid;

	while ((pid = fork()) == 0)
		;
	_exit(0);
}

int main(void)
{
	for (int round = 0; round < 40; round++) {
		struct pollfd alive = { .events = POLLIN };
		struct timespec patience = { .tv_sec = 2 };
		int fds[2];
		pid_t pid;

		CHECK_OK(pipe(fds));
		pid = fork_or_fail();
		if (pid == 0) {
			CHECK_OK(setpgid(0, 0));
			close(fds[0]);
			CHECK_EQ(write(fds[1], "x", 1), 1);
			run_away();
		}
		close(fds[1]);
		CHECK_EQ(read(fds[0], &(char){ 0 }, 1), 1);
		for (volatile int i = 0; i < round * 5000; i++)
			;
		while (kill(-pid, SIGKILL) == 0 && waitpid(pid, NULL, WNOHANG) == 0)
			;
		/* The last one that holds the pipe is gone, or there is one that was missed. */
		alive.fd = fds[0];
		if (ppoll(&alive, 1, &patience, NULL, sizeof(sigset_t)) != 1) {
			while (kill(-pid, SIGKILL) == 0)
				;
			FAIL("expected all of the group to be killed, got a survivor in round %d", round);
		}
		close(fds[0]);
		waitpid(pid, NULL, 0);
	}
	return 0;
}
