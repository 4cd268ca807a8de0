/* A program cannot read, write or jump into the kernel's addresses. */

#include "test.h"

int main(void)
{
	uintptr_t top = (uintptr_t)1 << (8 * sizeof(uintptr_t) - 1);
	uintptr_t gib = 1UL << 30, where[] = { (uintptr_t)-PAGE_SIZE, -gib, -2 * gib, top + (top >> 1) };

	for (size_t i = 0; i < 2 * ARRAY_SIZE(where); i++) {
		pid_t pid = fork_or_fail();

		if (pid == 0) {
			volatile char *p = (volatile char *)where[i / 2];

			if (i % 2)
				*p = 1;
			else
				(void)*p;
			_exit(0);
		}
		wait_code(pid, 128 + SIGSEGV);
	}
	return 0;
}
