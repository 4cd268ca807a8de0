/* CLONE_FILES: one file table. Without it the child has a copy. */

#include "test.h"

static int fds[2];

static int close_first(void *arg)
{
	return close(fds[0]) < 0;
}

static pid_t start(int flags)
{
	char *stack = new_pages(4);

	return (pid_t)CHECK_OK(clone(close_first, stack + 4 * PAGE_SIZE, flags | SIGCHLD, NULL, NULL, NULL, NULL));
}

int main(void)
{
	CHECK_OK(pipe(fds));
	wait_ok(start(CLONE_VM));
	CHECK_OK(fcntl(fds[0], F_GETFD));
	wait_ok(start(CLONE_VM | CLONE_FILES));
	CHECK_ERR(fcntl(fds[0], F_GETFD), EBADF);
	return 0;
}
