/* More busy tasks than CPUs all get on: none is starved. */

#include "test.h"

int main(void)
{
	pid_t pids[16];
	uint64_t end = now_ns() + 400000000;

	for (int i = 0; i < 16; i++) {
		pids[i] = fork_or_fail();
		if (pids[i] == 0) {
			unsigned long turns = 0;

			while (now_ns() < end)
				turns++;
			_exit(turns == 0);
		}
	}
	for (int i = 0; i < 16; i++)
		wait_code(pids[i], 0);
	return 0;
}
