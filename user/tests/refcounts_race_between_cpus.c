/*
 * Children of one parent copy and drop the same pages on several CPUs at once; a count that is off by one
 * frees a page too early or never.
 */

#include "test.h"

#define CHILDREN 8
#define PAGES	 32

int main(void)
{
	int *p = (int *)new_pages(PAGES);

	for (int round = 0; round < 12; round++) {
		pid_t pids[CHILDREN];

		for (int i = 0; i < PAGES; i++)
			p[i * 1024] = round;
		for (int c = 0; c < CHILDREN; c++) {
			pids[c] = fork_or_fail();
			if (pids[c] == 0) {
				for (int i = 0; i < PAGES; i++) {
					CHECK_EQ(p[i * 1024], round);
					if ((i + c) % 3)
						p[i * 1024] = c + 100;
				}
				for (int i = 0; i < PAGES; i++)
					CHECK_EQ(p[i * 1024], (i + c) % 3 ? c + 100 : round);
				_exit(0);
			}
		}
		for (int i = 0; i < PAGES; i += 2)
			p[i * 1024] = -1;
		for (int c = 0; c < CHILDREN; c++)
			wait_ok(pids[c]);
		for (int i = 0; i < PAGES; i++)
			CHECK_EQ(p[i * 1024], i % 2 ? round : -1);
	}
	return 0;
}
