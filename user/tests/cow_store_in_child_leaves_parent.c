/* A store after fork is seen by the one who stored: child and parent each keep their own page. */

#include "test.h"

int main(void)
{
	char *p = new_pages(4);
	struct gate to_child = gate_new(), to_parent = gate_new();
	pid_t pid;

	memset(p, 'p', 4 * PAGE_SIZE);
	pid = fork_or_fail();
	if (pid == 0) {
		p[0] = 'c';
		p[3 * PAGE_SIZE + 5] = 'c';
		gate_open(&to_parent);
		gate_pass(&to_child);
		CHECK_EQ(p[PAGE_SIZE], 'p'); /* the parent's store does not reach the child */
		CHECK_EQ(p[0], 'c');
		_exit(0);
	}
	gate_pass(&to_parent);
	CHECK_EQ(p[0], 'p');
	CHECK_EQ(p[3 * PAGE_SIZE + 5], 'p');
	p[PAGE_SIZE] = 'P';
	gate_open(&to_child);
	wait_ok(pid);
	CHECK_EQ(p[0], 'p');
	CHECK_EQ(p[PAGE_SIZE], 'P');
	return 0;
}
