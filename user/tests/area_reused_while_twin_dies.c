/* The parent unmaps and maps anew where a dying child still has the old pages: neither may meet the other's. */

#include "test.h"

#define PAGES 64

int main(void)
{
	const int how = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
	char *p = new_pages(PAGES);

	for (int round = 0; round < 30; round++) {
		pid_t pid;

		memset(p, 'a' + round % 26, PAGES * PAGE_SIZE);
		pid = fork_or_fail();
		if (pid == 0) {
			for (int i = 0; i < PAGES; i++)
				CHECK_EQ(p[i * PAGE_SIZE], 'a' + round % 26);
			p[0] = 'z';
			_exit(0); /* tears down while the parent goes on below */
		}
		CHECK_OK(munmap(p, PAGES * PAGE_SIZE));
		CHECK(mmap(p, PAGES * PAGE_SIZE, PROT_READ | PROT_WRITE, how, -1, 0) == p);
		for (int i = 0; i < PAGES; i++)
			CHECK_EQ(p[i * PAGE_SIZE], 0);
		memset(p, 'x', PAGES * PAGE_SIZE);
		wait_ok(pid);
		for (int i = 0; i < PAGES; i++)
			CHECK_EQ(p[i * PAGE_SIZE + 7], 'x');
	}
	return 0;
}
