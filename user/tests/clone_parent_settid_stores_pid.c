/* CLONE_PARENT_SETTID stores the child's pid into the parent's memory before clone returns. */

#include "test.h"

static int nothing(void *arg)
{
	return 0;
}

int main(void)
{
	char *stack = new_pages(4);
	const int flags = CLONE_VM | CLONE_PARENT_SETTID | SIGCHLD;
	int tid = -1;
	pid_t pid = (pid_t)CHECK_OK(clone(nothing, stack + 4 * PAGE_SIZE, flags, NULL, &tid, NULL, NULL));

	CHECK_EQ(tid, pid);
	wait_ok(pid);
	return 0;
}
