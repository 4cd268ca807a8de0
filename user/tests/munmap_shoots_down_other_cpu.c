/* After munmap no CPU may use the old translation: a thread that keeps storing there dies by SIGSEGV. */

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
		char *other;

		counter = (volatile unsigned int *)new_pages(1);
		thread = thread_start(keep_counting, NULL);
		while (!*counter)
			sched_yield();
		CHECK_OK(munmap((void *)counter, PAGE_SIZE));
		wait_code(thread, 128 + SIGSEGV);
		other = new_pages(1);
		CHECK_EQ(other[0], 0);
	}
	return 0;
}
