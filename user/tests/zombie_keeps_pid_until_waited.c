/*
 * A child that has ended is a zombie: it can be signalled without effect, and its pid is not used again until
 * it has been waited for.
 */

#include "test.h"

int main(void)
{
	pid_t pid = fork_or_fail();

	if (pid == 0)
		_exit(0);
	msleep(50);
	CHECK_OK(kill(pid, 0));
	CHECK_OK(kill(pid, SIGKILL));
	for (int i = 0; i < 100; i++) {
		pid_t other = fork_or_fail();

		if (other == 0)
			_exit(0);
		CHECK(other != pid);
		wait_ok(other);
	}
	CHECK_EQ(wait_word(pid), 0);
	CHECK_ERR(kill(pid, 0), ESRCH);
	return 0;
}
