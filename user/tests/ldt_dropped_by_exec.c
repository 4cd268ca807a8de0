/* A new program begins without a table, and with null selectors. */

#include "ldt.h"

#ifdef NO_LDT
NEEDS_LDT_MAIN
#else

#define SELF "/tests/ldt_dropped_by_exec"

static int word = 44;

int main(int argc, char **argv)
{
	char *again[] = { SELF, "again", NULL };
	pid_t pid;

	if (argc > 1) {
		CHECK_EQ(get_fs(), 0);
		CHECK_EQ(read_entry(FIRST_ENTRY), 0);
		CHECK_EQ(lar(SELECTOR(FIRST_ENTRY)), 0);
		return 0;
	}
	CHECK_OK(write_ldt(data_desc(FIRST_ENTRY, &word, 4)));
	set_fs(SELECTOR(FIRST_ENTRY));
	pid = fork_or_fail();
	if (pid == 0) {
		CHECK_EQ(load_fs(0), 44);
		execv(SELF, again);
		FAIL("exec: %s", strerror(errno));
	}
	wait_ok(pid);
	CHECK_EQ(load_fs(0), 44);
	return 0;
}

#endif
