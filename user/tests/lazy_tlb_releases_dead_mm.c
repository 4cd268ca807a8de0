/*
 * A CPU that idles on a dead task's address space gives it up when others need it: no mm_struct stays pinned.
 * (The runner counts mm_struct, too.)
 */

#include "test.h"

static long live_mms(void)
{
	char text[8192];
	const char *s;

	CHECK(read_file("/proc/slabinfo", text, sizeof(text)) > 0);
	s = strstr(text, "mm_struct");
	CHECK(s);
	return strtol(s + strlen("mm_struct"), NULL, 10);
}

int main(void)
{
	long before = live_mms(), after = 0;

	for (int i = 0; i < 40; i++) {
		pid_t pid = fork_or_fail();

		if (pid == 0) {
			msleep(1); /* its CPU goes idle on this mm */
			_exit(0);
		}
		wait_ok(pid);
	}
	for (int i = 0; i < 100; i++) {
		after = live_mms();
		if (after <= before + 8) /* at most one for each CPU may lag behind */
			return 0;
		msleep(10);
	}
	FAIL("expected at most %ld mm_structs, got %ld", before + 8, after);
}
