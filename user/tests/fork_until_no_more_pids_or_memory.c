/* fork at the limit says EAGAIN or ENOMEM, and the machine goes on when the children have gone. */

#include "test.h"

#define MOST 40000
#ifdef CONFIG_MM_SLOTS
#define LEAST 40
#else
#define LEAST 200
#endif

int main(void)
{
	struct gate go = gate_new();
	int children = 0, err = 0;
	pid_t pid;

	for (; children < MOST; children++) {
		pid = fork();

		if (pid == 0) {
			char c;

			close(go.fd[1]);
			_exit(read(go.fd[0], &c, 1) != 0);
		}
		if (pid < 0) {
			err = errno;
			break;
		}
	}
	close(go.fd[1]);
	for (int i = 0; i < children; i++)
		CHECK(wait(NULL) > 0);
	if (children < MOST && err != EAGAIN && err != ENOMEM)
		FAIL("fork: expected EAGAIN or ENOMEM, got %s", strerror(err));
	CHECK(children >= LEAST);
	pid = fork_or_fail();
	if (pid == 0)
		_exit(0);
	wait_ok(pid);
	return 0;
}
