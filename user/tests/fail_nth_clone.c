/* clone of a thread-like child when any one of its allocations fails. */

#include "fail_nth.h"

static int nothing(void *arg)
{
	return 0;
}

static int attempt(int n)
{
	char *stack = new_pages(4);
	pid_t pid;

	stack[4 * PAGE_SIZE - 1] = 1;
	fail_nth_set(0);
	fail_nth_set(n);
	pid = clone(nothing, stack + 4 * PAGE_SIZE, CLONE_VM | SIGCHLD, NULL, NULL, NULL, NULL);
	return attempt_result(pid);
}

int main(void)
{
	return fail_every_nth(attempt, 1);
}
