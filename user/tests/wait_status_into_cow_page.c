/* wait4() stores the status word and the rusage into a shared page: only the caller's copy may change. */

#include "test.h"

int main(void)
{
	char *page = new_pages(1);
	int *status = (int *)page;
	struct rusage *usage = (struct rusage *)(page + 512);
	struct gate start = gate_new();
	pid_t holder, pid;

	*status = 12345;
	memset(usage, 0x55, sizeof(*usage));
	holder = fork_or_fail();
	if (holder == 0) {
		gate_pass(&start);
		CHECK_EQ(*status, 12345);
		CHECK_EQ(page[512], 0x55);
		_exit(0);
	}
	pid = fork_or_fail();
	if (pid == 0)
		_exit(7);
	CHECK_EQ(wait4(pid, status, 0, usage), pid);
	CHECK_EQ(*status, 7 << 8);
	CHECK_EQ(usage->ru_nswap, 0);
	gate_open(&start);
	wait_ok(holder);
	CHECK_EQ(*status, 7 << 8);
	return 0;
}
