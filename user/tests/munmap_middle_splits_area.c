/* munmap in the middle of an area leaves two; what is between faults, what is outside keeps its contents. */

#include "test.h"

int main(void)
{
	char *p = new_pages(6);
	pid_t pid;

	memset(p, 'p', 6 * PAGE_SIZE);
	CHECK_OK(munmap(p + 2 * PAGE_SIZE, 2 * PAGE_SIZE));
	CHECK_EQ(p[2 * PAGE_SIZE - 1], 'p');
	CHECK_EQ(p[4 * PAGE_SIZE], 'p');
	pid = fork_or_fail();
	if (pid == 0) {
		p[3 * PAGE_SIZE] = 1;
		_exit(0);
	}
	wait_code(pid, 128 + SIGSEGV);
	CHECK_OK(munmap(p + 2 * PAGE_SIZE, 2 * PAGE_SIZE)); /* nothing there is no error */
	CHECK_ERR(munmap(p + 1, PAGE_SIZE), EINVAL);
	CHECK_ERR(munmap(p, 0), EINVAL);
	CHECK_OK(munmap(p, 6 * PAGE_SIZE));
	return 0;
}
