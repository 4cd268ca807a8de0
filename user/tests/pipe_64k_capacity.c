/* A pipe holds 64 KiB before a writer must wait; with O_NONBLOCK it says EAGAIN instead. */

#include "test.h"

int main(void)
{
	static char buf[4096];
	int fds[2];
	size_t total = 0;
	ssize_t n;

	CHECK_OK(pipe2(fds, O_NONBLOCK));
	CHECK_ERR(read(fds[0], buf, 1), EAGAIN);
	while ((n = write(fds[1], buf, sizeof(buf))) > 0)
		total += (size_t)n;
	CHECK_EQ(errno, EAGAIN);
	CHECK_EQ(total, 65536);
	CHECK_EQ(read(fds[0], buf, sizeof(buf)), sizeof(buf));
	CHECK_EQ(write(fds[1], buf, sizeof(buf)), sizeof(buf));
	CHECK_ERR(write(fds[1], buf, 1), EAGAIN);
	return 0;
}
