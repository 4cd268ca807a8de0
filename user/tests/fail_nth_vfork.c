/* vfork when any one of its allocations fails. */

#include "fail_nth.h"

static int attempt(int n)
{
	pid_t pid;

	fail_nth_set(0);
	fail_nth_set(n);
	pid = vfork();
	if (pid == 0)
		_exit(0);
	return attempt_result(pid);
}

int main(void)
{
	return fail_every_nth(attempt, 1);
}
