/*
 * ppoll tells what is ready, waits for it, and ends at its timeout; a closed other side is POLLHUP, a bad
 * number POLLNVAL.
 */

#include "test.h"

int main(void)
{
	struct timespec none = { 0, 0 }, soon = { 0, 30000000 };
	struct pollfd p[2];
	int fds[2];
	uint64_t start;
	pid_t pid;

	CHECK_OK(pipe(fds));
	p[0] = (struct pollfd){ .fd = fds[0], .events = POLLIN };
	p[1] = (struct pollfd){ .fd = fds[1], .events = POLLOUT };
	CHECK_EQ(ppoll(p, 2, &none, NULL, 0), 1);
	CHECK_EQ(p[0].revents, 0);
	CHECK_EQ(p[1].revents, POLLOUT);
	start = now_ns();
	CHECK_EQ(ppoll(p, 1, &soon, NULL, 0), 0);
	CHECK(now_ns() - start >= 30000000);
	pid = fork_or_fail();
	if (pid == 0) {
		msleep(30);
		write(fds[1], "x", 1);
		_exit(0);
	}
	CHECK_EQ(ppoll(p, 1, NULL, NULL, 0), 1);
	CHECK_EQ(p[0].revents, POLLIN);
	wait_ok(pid);
	close(fds[1]);
	CHECK_EQ(ppoll(p, 2, &none, NULL, 0), 2);
	CHECK_EQ(p[0].revents, POLLIN | POLLHUP);
	CHECK_EQ(p[1].revents, POLLNVAL);
	return 0;
}
