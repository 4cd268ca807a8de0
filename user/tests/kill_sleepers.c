/* SIGKILL ends a process wherever it sleeps: in a pipe's read or write, in wait, in nanosleep. */

#include "test.h"

int main(void)
{
	for (int where = 0; where < 4; where++) {
		int fds[2];
		pid_t pid;

		CHECK_OK(pipe(fds));
		pid = fork_or_fail();
		if (pid == 0) {
			char c;

			if (where == 0)
				read(fds[0], &c, 1);
			while (where == 1)
				write(fds[1], "0123456789abcdef", 16);
			if (where == 2) {
				if (fork() == 0) {
					close(fds[1]);
					_exit((int)read(fds[0], &c, 1)); /* until the grandparent closes */
				}
				wait(NULL);
			}
			msleep(100000);
			_exit(1);
		}
		msleep(30);
		CHECK_OK(kill(pid, SIGKILL));
		wait_code(pid, 128 + SIGKILL);
		close(fds[0]);
		close(fds[1]);
	}
	return 0;
}
