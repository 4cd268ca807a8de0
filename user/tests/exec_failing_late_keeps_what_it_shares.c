/*
 * An exec that runs out of memory changes nothing, even where it has to give up sharing first: the descriptor
 * table and the signal actions are still those of the other task.
 */

#include "fail_nth.h"

#define OWN_FD 101 /* of /proc/self/fail-nth, which is another file for each task */

static int attempt, failures;

static int tries_exec(void *nothing)
{
	char *argv[] = { "true", NULL };
	int fd;

	(void)nothing;
	fail_nth_fd = -1;
	fail_nth_set(0);
	CHECK_OK(dup2(fail_nth_fd, OWN_FD));
	close(fail_nth_fd);
	fail_nth_fd = OWN_FD;
	fail_nth_set(attempt);
	execv("/bin/true", argv);
	fail_nth_set(0);
	failures++;
	fd = dup(1);
	return fd == 9 ? ATTEMPT_FAILED : 1;
}

int main(void)
{
	char *stack = new_pages(THREAD_STACK / PAGE_SIZE) + THREAD_STACK;

	/* So that the table is more than one allocation, and the next free number is known. */
	CHECK_EQ(dup2(1, OWN_FD), OWN_FD);
	for (int fd = 3; fd < 9; fd++)
		CHECK_EQ(dup2(1, fd), fd);
	for (attempt = 1; attempt < 300; attempt++) {
		pid_t pid = (pid_t)CHECK_OK(clone(tries_exec, stack, THREAD_FLAGS, NULL, NULL, NULL, NULL));
		int code = exit_code(wait_word(pid));

		if (code == 0)
			break;
		if (code == 128 + SIGKILL)
			continue;
		CHECK_EQ(code, ATTEMPT_FAILED);
		if (close(9))
			FAIL("allocation %d fails: expected the table to be shared still, got one of its own", attempt);
	}
	CHECK(failures >= 5 && attempt < 300);
	return 0;
}
