/* After mprotect(PROT_READ) a thread on another CPU cannot store any more. */

#include "test.h"

static volatile unsigned int *counter;

static int keep_counting(void *arg)
{
	for (;;)
		++*counter;
	return 0;
}

int main(void)
{
	for (int i = 0; i < 10; i++) {
		pid_t thread;
		unsigned int now;

		counter = (volatile unsigned int *)new_pages(1);
		thread = thread_start(keep_counting, NULL);
		while (!*counter)
			sched_yield();
		CHECK_OK(mprotect((void *)counter, PAGE_SIZE, PROT_READ));
		now = *counter;
		for (int k = 0; k < 1000; k++)
			CHECK_EQ(*counter, now);
		wait_code(thread, 128 + SIGSEGV);
	}
	return 0;
}
