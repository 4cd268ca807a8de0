/*
 * The child stores first and copies; then the parent is alone with the old frame. Both see their own values,
 * again and again.
 */

#include "test.h"

int main(void)
{
	volatile int *p = (volatile int *)new_pages(1);

	for (int i = 0; i < 200; i++) {
		pid_t pid;

		*p = i;
		pid = fork_or_fail();
		if (pid == 0) {
			*p = -1;
			_exit(*p == -1 ? 0 : 2);
		}
		if (i % 2)
			wait_ok(pid);
		CHECK_EQ(*p, i);
		*p = i + 1000;
		CHECK_EQ(*p, i + 1000);
		if (i % 2 == 0)
			wait_ok(pid);
	}
	return 0;
}
