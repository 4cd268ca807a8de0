/* One thread forks while others map, unmap and store: each child has a consistent copy. */

#include "test.h"

static volatile bool stop;
static volatile long *pair;

static int churn(void *arg)
{
	while (!stop) {
		char *p = mmap(NULL, 8 * PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (p == MAP_FAILED)
			return 1;
		p[0] = p[5 * PAGE_SIZE] = 1;
		if (munmap(p, 8 * PAGE_SIZE) < 0)
			return 1;
	}
	return 0;
}

/* Always the first, then the second, a page further: no copy may have the second ahead. */
static int count(void *arg)
{
	while (!stop) {
		pair[0]++;
		__sync_synchronize();
		pair[PAGE_SIZE / sizeof(long)]++;
		__sync_synchronize();
	}
	return 0;
}

int main(void)
{
	pid_t a, b;

	pair = (volatile long *)new_pages(2);
	a = thread_start(churn, NULL);
	b = thread_start(count, NULL);
	for (int i = 0; i < 40; i++) {
		pid_t pid = fork_or_fail();

		if (pid == 0) {
			long first = pair[0], second = pair[PAGE_SIZE / sizeof(long)];

			for (int k = 0; k < 1000; k++) {
				CHECK_EQ(pair[0], first);
				CHECK_EQ(pair[PAGE_SIZE / sizeof(long)], second);
			}
			_exit(0);
		}
		wait_ok(pid);
	}
	stop = true;
	wait_ok(a);
	wait_ok(b);
	return 0;
}
