/*
 * The stack does not grow up to the next area below: a gap stays, and a store into it is a SIGSEGV, not a
 * store into the neighbour.
 */

#include "test.h"

int main(void)
{
	char *here = (char *)((uintptr_t)__builtin_frame_address(0) & ~(uintptr_t)(PAGE_SIZE - 1));
	char *wall = here - 512 * PAGE_SIZE;
	pid_t pid;

	CHECK(mmap(wall, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == wall);
	pid = fork_or_fail();
	if (pid == 0) {
		for (char *p = here; p > wall; p -= PAGE_SIZE) /* as a growing stack would */
			*(volatile char *)p = 1;
		_exit(0);
	}
	wait_code(pid, 128 + SIGSEGV);
	CHECK_EQ(*wall, 0);
	return 0;
}
