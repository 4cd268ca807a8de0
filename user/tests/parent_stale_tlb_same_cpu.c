/*
 * The parent's writable translation must be gone when fork returns: a store right after it may not show in the
 * child.
 */

#include "test.h"

int main(void)
{
	volatile int *p = (volatile int *)new_pages(1);
	struct gate start = gate_new();

	for (int i = 0; i < 100; i++) {
		pid_t pid;

		*p = i; /* the translation is in the TLB, writable */
		pid = fork_or_fail();
		if (pid == 0) {
			gate_pass(&start);
			CHECK_EQ(*p, i);
			_exit(0);
		}
		*p = -1;
		gate_open(&start);
		wait_ok(pid);
	}
	return 0;
}
