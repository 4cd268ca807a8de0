/*
 * A parent that is killed while it waits for its vfork child goes at once; the child lives on in the memory
 * and ends later without harm.
 */

#include "test.h"

static int child_pipe[2];

static void parent(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		write(child_pipe[1], "1", 1); /* the parent waits */
		msleep(300);
		write(child_pipe[1], "2", 1); /* the child is still fine */
		_exit(0);
	}
	_exit(55);
}

int main(void)
{
	char c;
	uint64_t start;
	pid_t pid;

	CHECK_OK(pipe(child_pipe));
	pid = fork_or_fail();
	if (pid == 0)
		parent();
	CHECK_EQ(read(child_pipe[0], &c, 1), 1);
	start = now_ns();
	CHECK_OK(kill(pid, SIGKILL));
	wait_code(pid, 128 + SIGKILL);
	CHECK(now_ns() - start < 250000000);
	CHECK_EQ(read(child_pipe[0], &c, 1), 1);
	CHECK_EQ(c, '2');
	return 0;
}
