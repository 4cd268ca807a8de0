/*
 * CLONE_PARENT makes a child of the caller's parent, which hears of its end as it does of the caller's: what
 * exit signal the clone itself asks for does not count.
 */

#include "test.h"

static int exits_with_7(void *arg)
{
	(void)arg;
	return 7;
}

int main(void)
{
	struct clone_args with_signal = { .flags = CLONE_PARENT, .exit_signal = SIGCHLD };
	struct clone_args detached = { .flags = CLONE_DETACHED };
	pid_t pid = fork_or_fail();
	int word;

	if (pid == 0) {
		char *stack = new_pages(THREAD_STACK / PAGE_SIZE);

		CHECK_ERR(clone3(&with_signal, sizeof(with_signal)), EINVAL);
		CHECK_ERR(clone3(&detached, sizeof(detached)), EINVAL);
		CHECK_OK(clone(exits_with_7, stack + THREAD_STACK, CLONE_PARENT | SIGUSR1, NULL, NULL, NULL, NULL));
		CHECK_ERR(waitpid(-1, NULL, __WALL), ECHILD);
		_exit(0);
	}
	wait_ok(pid);
	CHECK(waitpid(-1, &word, 0) > 0);
	CHECK_EQ(word, 7 << 8);
	CHECK_ERR(waitpid(-1, NULL, __WALL), ECHILD);
	return 0;
}
