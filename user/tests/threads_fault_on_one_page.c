/*
 * Many threads store to the same fresh pages, and to copy-on-write ones, at once: each page appears once, and
 * no store is lost.
 */

#include "test.h"

#define THREADS 4
#define PAGES	64

static volatile unsigned char *p;

static int touch(void *arg)
{
	int me = (int)(intptr_t)arg;

	for (int i = 0; i < PAGES; i++)
		p[i * PAGE_SIZE + me] = (unsigned char)(me + 1);
	return 0;
}

int main(void)
{
	p = (volatile unsigned char *)new_pages(PAGES);
	for (int round = 0; round < 10; round++) {
		struct gate hold = gate_new();
		pid_t threads[THREADS], holder = fork_or_fail(); /* makes them copy-on-write from round 1 on */

		if (holder == 0) {
			close(hold.fd[1]);
			while (read(hold.fd[0], (char[1]){ 0 }, 1) > 0)
				;
			_exit(0);
		}
		close(hold.fd[0]);
		for (int i = 0; i < THREADS; i++)
			threads[i] = thread_start(touch, (void *)(intptr_t)i);
		for (int i = 0; i < THREADS; i++)
			wait_ok(threads[i]);
		for (int i = 0; i < PAGES; i++)
			for (int t = 0; t < THREADS; t++)
				CHECK_EQ(p[i * PAGE_SIZE + t], t + 1);
		close(hold.fd[1]);
		wait_ok(holder);
	}
	return 0;
}
