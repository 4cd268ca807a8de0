/* A clone without an exit signal is waited for with __WCLONE only; once it has called exec, like any other child. */

#include "test.h"

static int exits(void *nothing)
{
	(void)nothing;
	return 0;
}

static int runs_true(void *nothing)
{
	char *argv[] = { "true", NULL };

	(void)nothing;
	execv("/bin/true", argv);
	return 1;
}

int main(void)
{
	char *stack = new_pages(THREAD_STACK / PAGE_SIZE) + THREAD_STACK;
	pid_t pid = (pid_t)CHECK_OK(clone(exits, stack, CLONE_VM | CLONE_VFORK, NULL, NULL, NULL, NULL));

	CHECK_ERR(waitpid(pid, NULL, 0), ECHILD);
	CHECK_EQ(waitpid(pid, NULL, __WCLONE), pid);

	pid = (pid_t)CHECK_OK(clone(runs_true, stack, CLONE_VM | CLONE_VFORK, NULL, NULL, NULL, NULL));
	CHECK_ERR(waitpid(pid, NULL, __WCLONE), ECHILD);
	wait_ok(pid);
	return 0;
}
