/*
 * Without a handler most signals end a process, with the signal in the status word; SIGCHLD, SIGURG and
 * SIGWINCH do nothing; 0 only asks.
 */

#include "test.h"

int main(void)
{
	static const int deadly[] = { SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGUSR1,
				      SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM };
	static const int harmless[] = { SIGCHLD, SIGURG, SIGWINCH, SIGCONT, 0 };
	struct gate go;
	pid_t pid;

	for (size_t i = 0; i < ARRAY_SIZE(deadly); i++) {
		int word;

		pid = fork_or_fail();
		if (pid == 0) {
			for (;;)
				msleep(1000);
		}
		CHECK_OK(kill(pid, deadly[i]));
		word = wait_word(pid);
		CHECK(WIFSIGNALED(word));
		CHECK_EQ(WTERMSIG(word), deadly[i]);
	}
	go = gate_new();
	pid = fork_or_fail();
	if (pid == 0) {
		gate_pass(&go);
		_exit(12);
	}
	for (size_t i = 0; i < ARRAY_SIZE(harmless); i++)
		CHECK_OK(kill(pid, harmless[i]));
	gate_open(&go);
	wait_code(pid, 12);
	CHECK_ERR(kill(pid, SIGTERM), ESRCH);
	CHECK_ERR(kill(getpid(), 65), EINVAL);
	CHECK_ERR(kill(getpid(), -1), EINVAL);
	return 0;
}
