/* fork when any one of its allocations fails: an error, all undone, and no panic. */

#include "fail_nth.h"

static int attempt(int n)
{
	pid_t pid;

	new_pages(3)[0] = 1; /* an area more to copy */
	fail_nth_set(0);
	fail_nth_set(n);
	pid = fork();
	if (pid == 0)
		_exit(0);
	return attempt_result(pid);
}

int main(void)
{
	return fail_every_nth(attempt, 5);
}
