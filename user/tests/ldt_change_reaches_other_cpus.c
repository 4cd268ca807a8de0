/* A thread runs all the time, on another CPU if there is one: it gets the new table without entering the kernel. */

#include "ldt.h"

#ifdef NO_LDT
NEEDS_LDT_MAIN
#else

static int words[2] = { 5, 6 };
static volatile int round, seen;

static int runner(void *unused)
{
	for (int want = 1; want <= 40; want++) {
		while (round != want)
			;
		/* Each round uses another entry, so the table grows, too. */
		set_fs(SELECTOR(FIRST_ENTRY + want * 20));
		if (load_fs(0) != words[want & 1])
			return 1;
		seen = want;
	}
	return 0;
}

int main(void)
{
	pid_t pid = thread_start(runner, NULL);

	for (int i = 1; i <= 40; i++) {
		CHECK_OK(write_ldt(data_desc(FIRST_ENTRY + i * 20, &words[i & 1], 4)));
		round = i;
		while (seen != i)
			sched_yield();
	}
	wait_code(pid, 0);
	return 0;
}

#endif
