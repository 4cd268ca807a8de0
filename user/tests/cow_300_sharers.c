/*
 * A page may have more sharers than a small counter can count: 300 children hold it at once, each then stores
 * to it.
 */

#include "test.h"

#define CHILDREN 300

int main(void)
{
	char *p = new_pages(1);
	struct gate start = gate_new();
	pid_t pids[CHILDREN];

	NEEDS_LARGE_SPACES();
	p[0] = 'p';
	for (int i = 0; i < CHILDREN; i++) {
		pids[i] = fork_or_fail();
		if (pids[i] == 0) {
			gate_pass(&start);
			CHECK_EQ(p[0], 'p');
			p[0] = (char)i;
			sched_yield();
			CHECK_EQ((unsigned char)p[0], i & 0xff);
			_exit(0);
		}
	}
	for (int i = 0; i < CHILDREN; i++)
		gate_open(&start);
	for (int i = 0; i < CHILDREN; i++)
		wait_ok(pids[i]);
	CHECK_EQ(p[0], 'p');
	return 0;
}
