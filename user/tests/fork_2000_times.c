/* 2000 children one after the other leave nothing behind (the runner counts pages and objects). */

#include "test.h"

int main(void)
{
	for (int i = 0; i < 2000; i++) {
		pid_t pid = fork_or_fail();

		if (pid == 0)
			_exit(i & 0x7f);
		wait_code(pid, i & 0x7f);
	}
	return 0;
}
