/* Reading a pipe into a shared page leaves the other sharer's page alone. */

#include "test.h"

int main(void)
{
	char *p = new_pages(1);
	struct gate start = gate_new();
	int fds[2];
	pid_t pid;

	CHECK_OK(pipe(fds));
	strcpy(p, "before");
	pid = fork_or_fail();
	if (pid == 0) {
		gate_pass(&start);
		CHECK(strcmp(p, "before") == 0);
		_exit(0);
	}
	CHECK_EQ(write(fds[1], "after!", 7), 7);
	CHECK_EQ(read(fds[0], p, 7), 7);
	CHECK(strcmp(p, "after!") == 0);
	gate_open(&start);
	wait_ok(pid);
	CHECK(strcmp(p, "after!") == 0);
	return 0;
}
