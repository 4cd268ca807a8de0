/*
 * Children of a parent that ignores SIGCHLD, or has set SA_NOCLDWAIT, are gone when they end; wait waits for the
 * last.
 */

#include "test.h"

static void children_reap_themselves(void)
{
	struct gate go = gate_new();

	for (int i = 0; i < 5; i++) {
		if (fork_or_fail() == 0) {
			gate_pass(&go);
			_exit(i);
		}
	}
	for (int i = 0; i < 5; i++)
		gate_open(&go);
	CHECK_ERR(wait(NULL), ECHILD);
	close(go.fd[0]);
	close(go.fd[1]);
}

int main(void)
{
	struct sigaction action = { .sa_handler = SIG_IGN };
	pid_t pid;

	CHECK_OK(rt_sigaction(SIGCHLD, &action, NULL, sizeof(sigset_t)));
	children_reap_themselves();

	action.sa_handler = SIG_DFL;
	action.sa_flags = SA_NOCLDWAIT;
	CHECK_OK(rt_sigaction(SIGCHLD, &action, NULL, sizeof(sigset_t)));
	children_reap_themselves();

	action.sa_flags = 0;
	CHECK_OK(rt_sigaction(SIGCHLD, &action, NULL, sizeof(sigset_t)));
	pid = fork_or_fail();
	if (pid == 0)
		_exit(3);
	wait_code(pid, 3);
	return 0;
}
