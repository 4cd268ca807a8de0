/* A thread that stores to a page, over and over, until it is killed for it: what it has in its TLB is in use. */
#ifndef COUNTING_THREAD_H
#define COUNTING_THREAD_H

#include "test.h"

static volatile unsigned int *counter;

static int keep_counting(void *arg)
{
	for (;;)
		++*counter;
	return 0;
}

/* Counts in a new page already. */
static inline pid_t counting_thread(void)
{
	pid_t thread;

	counter = (volatile unsigned int *)new_pages(1);
	thread = thread_start(keep_counting, NULL);
	while (!*counter)
		sched_yield();
	return thread;
}

#endif
