/* CLONE_FS: one working directory and umask. Without it the child has its own. */

#include "test.h"

static int move(void *arg)
{
	umask(077);
	return chdir("/tmp") < 0;
}

static pid_t start(int flags)
{
	char *stack = new_pages(4);

	return (pid_t)CHECK_OK(clone(move, stack + 4 * PAGE_SIZE, flags | SIGCHLD, NULL, NULL, NULL, NULL));
}

int main(void)
{
	char path[64];

	CHECK_OK(chdir("/"));
	umask(022);
	wait_ok(start(CLONE_VM));
	CHECK(getcwd(path, sizeof(path)) && strcmp(path, "/") == 0);
	CHECK_EQ(umask(022), 022);
	wait_ok(start(CLONE_VM | CLONE_FS));
	CHECK(getcwd(path, sizeof(path)) && strcmp(path, "/tmp") == 0);
	CHECK_EQ(umask(022), 077);
	return 0;
}
