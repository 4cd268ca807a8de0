/*
 * read() stores into a shared page through the kernel: that must copy the page too, not write into the
 * child's.
 */

#include "test.h"

int main(void)
{
	char *p = new_pages(2);
	struct gate start = gate_new();
	int zero = (int)CHECK_OK(open("/dev/zero", O_RDONLY));
	pid_t pid;

	memset(p, 'p', 2 * PAGE_SIZE);
	pid = fork_or_fail();
	if (pid == 0) {
		gate_pass(&start);
		for (size_t i = 0; i < 2 * PAGE_SIZE; i++)
			CHECK_EQ(p[i], 'p');
		_exit(0);
	}
	CHECK_EQ(read(zero, p + 100, PAGE_SIZE), PAGE_SIZE); /* the end of one page, the start of the next */
	CHECK_EQ(p[99], 'p');
	CHECK_EQ(p[100], 0);
	CHECK_EQ(p[PAGE_SIZE + 99], 0);
	CHECK_EQ(p[PAGE_SIZE + 100], 'p');
	gate_open(&start);
	wait_ok(pid);
	return 0;
}
