/*
 * A page that is copy-on-write already is shared once more by a second fork, and each of the three keeps its
 * own value of it.
 */

#include "test.h"

static char *p;

static pid_t child(char value, struct gate *start)
{
	pid_t pid = fork_or_fail();

	if (pid == 0) {
		gate_pass(start);
		CHECK_EQ(p[0], 'p');
		p[0] = value;
		sched_yield();
		CHECK_EQ(p[0], value);
		_exit(0);
	}
	return pid;
}

int main(void)
{
	struct gate start = gate_new();
	pid_t first, second;

	p = new_pages(1);
	p[0] = 'p';
	first = child('1', &start);
	second = child('2', &start); /* nobody has stored in between */
	gate_open(&start);
	gate_open(&start);
	wait_ok(first);
	wait_ok(second);
	CHECK_EQ(p[0], 'p');
	return 0;
}
