/*
 * A child with a table runs for the first time after a task without one, which sleeps in between: the table must be
 * there when it does, and the selector in %fs must still work.
 */

#include "ldt.h"

#ifdef NO_LDT
NEEDS_LDT_MAIN
#else

static int word = 66;

int main(void)
{
	struct gate ping = gate_new(), pong = gate_new();
	pid_t plain = fork_or_fail(), pid;

	if (plain == 0) { /* has no table, and runs between the others */
		for (int i = 0; i < 50; i++) {
			gate_pass(&ping);
			CHECK_EQ(lar(SELECTOR(FIRST_ENTRY)), 0);
			gate_open(&pong);
		}
		_exit(0);
	}
	CHECK_OK(write_ldt(data_desc(FIRST_ENTRY, &word, 4)));
	set_fs(SELECTOR(FIRST_ENTRY));
	for (int i = 0; i < 50; i++) {
		gate_open(&ping);
		pid = fork_or_fail();
		if (pid == 0) {
			CHECK_EQ(load_fs(0), 66);
			_exit(0);
		}
		gate_pass(&pong);
		CHECK_EQ(load_fs(0), 66);
		wait_ok(pid);
	}
	wait_ok(plain);
	return 0;
}

#endif
