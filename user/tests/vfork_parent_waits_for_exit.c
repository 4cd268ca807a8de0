/*
 * The parent of a vfork waits until the child exits, and sees the child's stores: the memory was one and the
 * same.
 */

#include "test.h"

static volatile int value;

int main(void)
{
	for (int i = 1; i <= 50; i++) {
		pid_t pid = vfork();

		if (pid == 0) {
			if (i % 10 == 0)
				msleep(20);
			value = i;
			_exit(i);
		}
		CHECK(pid > 0);
		CHECK_EQ(value, i);
		wait_code(pid, i);
	}
	return 0;
}
