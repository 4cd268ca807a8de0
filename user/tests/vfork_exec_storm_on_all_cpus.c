/* Eight processes vfork and exec as fast as they can, side by side. */

#include "test.h"

static void run_false(void)
{
	char *argv[] = { "false", NULL };
	pid_t pid = vfork();

	if (pid == 0) {
		execv("/bin/false", argv);
		_exit(9);
	}
	CHECK(pid > 0);
	wait_code(pid, 1);
}

int main(void)
{
	pid_t pids[8];

	for (int i = 0; i < 8; i++) {
		pids[i] = fork_or_fail();
		if (pids[i] == 0) {
			for (int k = 0; k < 20; k++)
				run_false();
			_exit(0);
		}
	}
	for (int i = 0; i < 8; i++)
		wait_ok(pids[i]);
	return 0;
}
