/*
 * MAP_SHARED | MAP_ANONYMOUS: zeroes at first, what one process stores its relatives see, whether it was touched
 * before fork or only after; gone with the last mapping.
 */

#include "test.h"

#define PAGES 40

int main(void)
{
	char *p = mmap(NULL, PAGES * PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char maps[8192];
	long before, used;
	pid_t child;

	CHECK(p != MAP_FAILED);
	for (int i = 0; i < PAGES; i++)
		CHECK_EQ(p[i * PAGE_SIZE + i], 0);
	p[0] = 'a';
	child = fork_or_fail();
	if (!child) {
		CHECK_EQ(p[0], 'a');
		p[0] = 'b';
		p[7 * PAGE_SIZE] = 'c';
		CHECK_OK(munmap(p + PAGE_SIZE, PAGE_SIZE));
		_exit(0);
	}
	wait_ok(child);
	CHECK_EQ(p[0], 'b');
	CHECK_EQ(p[7 * PAGE_SIZE], 'c');
	CHECK_OK(read_file("/proc/self/maps", maps, sizeof(maps)));
	CHECK(strstr(maps, "rw-s"));
	CHECK(strstr(maps, "/dev/zero (deleted)"));
	CHECK_OK(munmap(p, PAGES * PAGE_SIZE));

	/* Of which the children keep nothing either. */
	before = proc_number("/proc/meminfo", "Cached");
	p = mmap(NULL, PAGES * PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	CHECK(p != MAP_FAILED);
	memset(p, 1, PAGES * PAGE_SIZE);
	used = proc_number("/proc/meminfo", "Cached") - before;
	CHECK(used >= PAGES * PAGE_SIZE / 1024);
	child = fork_or_fail();
	if (!child)
		_exit(p[5] - 1);
	wait_ok(child);
	CHECK_OK(munmap(p, PAGES * PAGE_SIZE));
	CHECK(proc_number("/proc/meminfo", "Cached") < before + used);

	CHECK_ERR(mmap(NULL, ~0ul & ~(PAGE_SIZE - 1ul), PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0), ENOMEM);
	CHECK_ERR(mmap(NULL, PAGE_SIZE, PROT_READ, MAP_SHARED | MAP_ANONYMOUS | MAP_GROWSDOWN, -1, 0), EINVAL);
	CHECK_ERR(mmap(NULL, 0, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0), EINVAL);
	return 0;
}
