/* A parent that sleeps in wait4 is woken by whichever child ends, and collects each exactly once. */

#include "test.h"

int main(void)
{
	int seen[20] = { 0 };

	for (int i = 0; i < 20; i++) {
		pid_t pid = fork_or_fail();

		if (pid == 0) {
			msleep((unsigned int)(i * 7 % 20));
			_exit(i);
		}
	}
	for (int i = 0; i < 20; i++) {
		int status;

		CHECK(wait(&status) > 0);
		CHECK(status >= 0 && status < 20);
		CHECK_EQ(seen[status]++, 0);
	}
	CHECK_ERR(wait(NULL), ECHILD);
	return 0;
}
