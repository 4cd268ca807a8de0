/* Illegal instructions and bad addresses are signals to the one who did it. */

#include "test.h"

int main(void)
{
	volatile uintptr_t bad = 0x124;
	pid_t pid = fork_or_fail();
	int word;

	if (pid == 0)
		__builtin_trap(); /* an illegal instruction, or a breakpoint that is none */
	word = wait_word(pid);
	CHECK(WIFSIGNALED(word));
	pid = fork_or_fail();
	if (pid == 0) {
		*(volatile int *)bad = 1;
		_exit(0);
	}
	wait_code(pid, 128 + SIGSEGV);
	return 0;
}
