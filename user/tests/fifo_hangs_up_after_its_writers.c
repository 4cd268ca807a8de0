/* poll of a FIFO: no hang-up before the first writer has come, one after the last has gone. */

#include "test.h"

#define NAME "/tmp/fifo_hangs_up"

static short ask(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	struct timespec now = { 0 };

	CHECK_OK(ppoll(&p, 1, &now, NULL, 0));
	return p.revents;
}

int main(void)
{
	char c;
	int in, out;

	CHECK_OK(mknod(NAME, S_IFIFO | 0600, 0));
	CHECK_ERR(open(NAME, O_WRONLY | O_NONBLOCK), ENXIO);
	in = (int)CHECK_OK(open(NAME, O_RDONLY | O_NONBLOCK));
	CHECK_EQ(ask(in), 0);
	CHECK_EQ(read(in, &c, 1), 0);
	out = (int)CHECK_OK(open(NAME, O_WRONLY | O_NONBLOCK));
	CHECK_EQ(ask(in), 0);
	CHECK_ERR(read(in, &c, 1), EAGAIN);
	CHECK_EQ(write(out, "x", 1), 1);
	CHECK_EQ(ask(in), POLLIN);
	close(out);
	CHECK_EQ(ask(in), POLLIN | POLLHUP);
	CHECK_EQ(read(in, &c, 1), 1);
	CHECK_EQ(ask(in), POLLHUP);
	close(in);
	CHECK_OK(unlink(NAME));
	return 0;
}
