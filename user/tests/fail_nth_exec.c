/* execve when any one of its allocations fails: an error while there is a way back, SIGKILL after that. */

#include "fail_nth.h"

int main(void)
{
	int failed = 0, in_a_row = 0;

	for (int n = 1; n < 3000 && in_a_row < 10; n++) {
		pid_t pid = fork_or_fail();
		int code;

		if (pid == 0) {
			char *argv[] = { "true", "one", "two", NULL };

			fail_nth_set(0);
			fail_nth_set(n);
			execv("/bin/true", argv);
			_exit(errno == ENOMEM ? ATTEMPT_FAILED : 1);
		}
		code = exit_code(wait_word(pid));
		if (code != 0 && code != ATTEMPT_FAILED && code != 128 + SIGKILL && code != 128 + SIGSEGV)
			FAIL("allocation %d fails: expected ENOMEM or SIGKILL, got exit code %d", n, code);
		failed += code == ATTEMPT_FAILED;
		in_a_row = code == 0 ? in_a_row + 1 : 0;
	}
	CHECK(failed >= 3);
	CHECK_EQ(in_a_row, 10);
	return 0;
}
