/*
 * When the other sharers are gone, a store makes the page writable where it is. No frame is needed for that,
 * so it works even while the next allocation would fail.
 */

#include "fail_nth.h"

#define PAGES 8

static int store_without_memory(void)
{
	char *p = new_pages(PAGES);
	volatile char *stack_page = (volatile char *)__builtin_frame_address(0);
	pid_t pid;

	memset(p, 'p', PAGES * PAGE_SIZE);
	fail_nth_set(0); /* opens the file */
	pid = fork_or_fail();
	if (pid == 0)
		_exit(0);
	wait_ok(pid);
	stack_page[-512] = 0;
	fail_nth_set(1);
	for (int i = 0; i < PAGES; i++)
		p[i * PAGE_SIZE] = 'q';
	CHECK_EQ(fail_nth_get(), 1);
	fail_nth_set(0);
	return 0;
}

int main(void)
{
	pid_t pid = fork_or_fail();
	int code;

	if (pid == 0)
		_exit(store_without_memory());
	code = exit_code(wait_word(pid));
	if (code == 128 + SIGKILL)
		FAIL("expected the last owner to keep its frame, got an allocation");
	return code;
}
