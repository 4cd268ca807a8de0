/*
 * A group of processes that fork, vfork, exec, map and wait is killed at many different moments; nothing of it
 * may stay behind (the runner counts).
 */

#include "test.h"

static void work(void)
{
	char *argv[] = { "true", NULL };

	for (;;) {
		char *p = new_pages(16);
		pid_t pid;

		memset(p, 'x', 16 * PAGE_SIZE);
		pid = fork();
		if (pid == 0) {
			p[0] = 'y';
			execv("/bin/true", argv);
			_exit(1);
		}
		waitpid(pid, NULL, 0);
		pid = vfork();
		if (pid == 0) {
			execv("/bin/true", argv);
			_exit(1);
		}
		waitpid(pid, NULL, 0);
		munmap(p, 16 * PAGE_SIZE);
	}
}

int main(void)
{
	for (int i = 0; i < 60; i++) {
		pid_t pid = fork_or_fail();
		struct timespec ts = { 0, i * 173000 };

		if (pid == 0) {
			setpgid(0, 0);
			work();
		}
		setpgid(pid, pid);
		nanosleep(&ts, NULL);
		CHECK_OK(kill(-pid, SIGKILL));
		wait_code(pid, 128 + SIGKILL);
	}
	return 0;
}
