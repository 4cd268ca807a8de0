/*
 * A thread of the parent stores without end on another CPU while the parent forks. The child's page stands
 * still: the other CPU's writable translation was taken away first.
 */

#include "test.h"

static volatile unsigned int *counter;
static volatile bool stop;

static int keep_counting(void *arg)
{
	while (!stop)
		++*counter;
	return 0;
}

int main(void)
{
	pid_t thread;

	counter = (volatile unsigned int *)new_pages(1);
	thread = thread_start(keep_counting, NULL);
	while (!*counter)
		sched_yield();
	for (int i = 0; i < 40; i++) {
		pid_t pid = fork_or_fail();

		if (pid == 0) {
			unsigned int now = *counter;

			for (int k = 0; k < 20000; k++)
				CHECK_EQ(*counter, now);
			_exit(0);
		}
		wait_ok(pid);
	}
	stop = true;
	wait_ok(thread);
	return 0;
}
