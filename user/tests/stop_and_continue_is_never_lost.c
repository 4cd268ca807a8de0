/* SIGCONT comes after SIGSTOP: the process runs, however close behind each other the two are. */

#include "test.h"

static volatile unsigned long turns;

static int counts(void *nothing)
{
	while (!nothing)
		turns++;
	return 0;
}

static void must_run(int round)
{
	unsigned long before = turns;

	for (int tries = 0; turns == before; tries++) {
		if (tries == 2000)
			FAIL("expected it to run after SIGCONT, got a stopped one in round %d", round);
		if (tries < 1000)
			sched_yield();
		else
			nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
	}
}

int main(void)
{
	pid_t pid = thread_start(counts, NULL);
	int end = uptime() + 200;

	/* Where there is one CPU only, a round lasts as long as a turn. */
	for (int round = 0; round < 3000 && uptime() < end; round++) {
		CHECK_OK(kill(pid, SIGSTOP));
		for (volatile int i = 0; i < round % 64 * 8; i++)
			;
		CHECK_OK(kill(pid, SIGCONT));
		must_run(round);
	}
	CHECK_OK(kill(pid, SIGSTOP));
	CHECK_OK(kill(pid, SIGKILL));
	wait_code(pid, 128 + SIGKILL);
	return 0;
}
