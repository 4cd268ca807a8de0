/* More busy tasks than CPUs all get on: each spins until every one of them has had a turn. */

#include "test.h"

#define TASKS 16

static volatile int arrived;

static int spin(void *unused)
{
	__atomic_fetch_add(&arrived, 1, __ATOMIC_SEQ_CST);
	while (arrived < TASKS)
		;
	return 0;
}

int main(void)
{
	pid_t pids[TASKS];

	for (int i = 0; i < TASKS; i++)
		pids[i] = thread_start(spin, NULL);
	for (int i = 0; i < TASKS; i++)
		wait_ok(pids[i]);
	CHECK_EQ(arrived, TASKS);
	return 0;
}
