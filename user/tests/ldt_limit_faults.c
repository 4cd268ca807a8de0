/* An access beyond a segment's limit is a SIGSEGV, on machines that look at limits: QEMU's own translator does not. */

#include "ldt.h"

#ifdef NO_LDT
NEEDS_LDT_MAIN
#else

static int words[4];

static void beyond(void *unused)
{
	set_fs(SELECTOR(FIRST_ENTRY));
	load_fs(8);
}

int main(void)
{
	pid_t pid;
	int code;

	CHECK_OK(write_ldt(data_desc(FIRST_ENTRY, words, 4)));
	pid = fork_or_fail();
	if (pid == 0) {
		beyond(NULL);
		_exit(0);
	}
	code = exit_code(wait_word(pid));
	if (code == 0)
		SKIP("this processor does not check the limits of segments");
	CHECK_EQ(code, 128 + SIGSEGV);
	set_fs(SELECTOR(FIRST_ENTRY));
	CHECK_EQ(load_fs(0), 0);
	return 0;
}

#endif
