/*
 * A task that shares its memory and calls execve gets a new one: the old one stays whole for those who live in
 * it.
 */

#include "test.h"

static char *p;

static int run_true(void *arg)
{
	char *argv[] = { "true", NULL };

	p[1] = 'c';
	execv("/bin/true", argv);
	return 99;
}

int main(void)
{
	p = new_pages(2);
	for (int i = 0; i < 20; i++) {
		pid_t pid;

		p[0] = 'p';
		p[1] = 0;
		pid = thread_start(run_true, NULL);
		wait_code(pid, 0);
		CHECK_EQ(p[0], 'p');
		CHECK_EQ(p[1], 'c');
		p[PAGE_SIZE] = (char)i;
	}
	return 0;
}
