/* 300 children with tables of their own, small and large, leave nothing behind: usertests takes the census. */

#include "ldt.h"

#ifdef NO_LDT
NEEDS_LDT_MAIN
#else

static int word = 55;

int main(void)
{
	CHECK_OK(write_ldt(data_desc(FIRST_ENTRY, &word, 4)));
	for (unsigned int i = 0; i < 300; i++) {
		unsigned int n = FIRST_ENTRY + 1 + i * 27; /* up to 8077 */
		pid_t pid = fork_or_fail();

		if (pid == 0) {
			CHECK_OK(write_ldt(data_desc(n, &word, 4)));
			set_fs(SELECTOR(n));
			CHECK_EQ(load_fs(0), 55);
			_exit(0);
		}
		wait_ok(pid);
	}
	return 0;
}

#endif
