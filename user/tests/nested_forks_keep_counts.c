/* A tree of forks, 2 to the 6 processes that all store into the same pages at about the same time on all CPUs. */

#include "test.h"

#define DEPTH 6
#define PAGES 16

int main(void)
{
	int *p = (int *)new_pages(PAGES);
	int me = 1;

	NEEDS_LARGE_SPACES();
	for (int i = 0; i < PAGES; i++)
		p[i * 1024] = i;
	for (int depth = 0; depth < DEPTH; depth++) {
		pid_t pid = fork_or_fail();

		me = 2 * me + (pid == 0);
		for (int i = depth; i < PAGES; i += 2)
			p[i * 1024 + 1] = me;
		for (int i = 0; i < PAGES; i++)
			CHECK_EQ(p[i * 1024], i);
		for (int i = depth; i < PAGES; i += 2)
			CHECK_EQ(p[i * 1024 + 1], me);
	}
	for (int status; wait(&status) > 0;)
		if (status)
			_exit(1);
	return 0;
}
