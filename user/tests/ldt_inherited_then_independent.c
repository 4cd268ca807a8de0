/* fork gives the child a table equal to the parent's; what either writes afterwards the other does not see. */

#include "ldt.h"

#ifdef NO_LDT
NEEDS_LDT_MAIN
#else

static int mine = 11, other = 22;

int main(void)
{
	struct gate changed = gate_new(), looked = gate_new();
	pid_t pid;

	CHECK_OK(write_ldt(data_desc(FIRST_ENTRY, &mine, 4)));
	set_fs(SELECTOR(FIRST_ENTRY));
	pid = fork_or_fail();
	if (pid == 0) {
		CHECK_EQ(load_fs(0), 11); /* loaded when it was forked, and still */
		set_fs(SELECTOR(FIRST_ENTRY));
		CHECK_EQ(load_fs(0), 11);
		gate_pass(&changed);
		set_fs(SELECTOR(FIRST_ENTRY));
		CHECK_EQ(load_fs(0), 11);
		CHECK_OK(write_ldt(data_desc(FIRST_ENTRY + 1, &mine, 4)));
		gate_open(&looked);
		_exit(0);
	}
	CHECK_OK(write_ldt(data_desc(FIRST_ENTRY, &other, 4)));
	set_fs(SELECTOR(FIRST_ENTRY));
	CHECK_EQ(load_fs(0), 22);
	gate_open(&changed);
	gate_pass(&looked);
	CHECK_EQ(lar(SELECTOR(FIRST_ENTRY + 1)), 0);
	wait_ok(pid);
	return 0;
}

#endif
