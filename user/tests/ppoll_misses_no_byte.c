/*
 * A byte that comes while ppoll is still asking the other files is not slept through. The writer is on another
 * CPU, and writes as soon as the last byte has been acknowledged.
 */

#include "test.h"

#define FILES  40
#define ROUNDS 3000

int main(void)
{
	struct pollfd fds[FILES];
	int byte[2], ack[2], idle[2];
	pid_t pid;
	char c;

	CHECK_OK(pipe(byte));
	CHECK_OK(pipe(ack));
	CHECK_OK(pipe(idle));
	pid = fork_or_fail();
	if (pid == 0) {
		for (int i = 0; i < ROUNDS; i++) {
			for (volatile int delay = i % 512 * 4; delay; delay--)
				;
			CHECK_EQ(write(byte[1], "x", 1), 1);
			CHECK_EQ(read(ack[0], &c, 1), 1);
		}
		_exit(0);
	}
	for (int i = 0; i < FILES; i++)
		fds[i] = (struct pollfd){ .fd = i ? idle[0] : byte[0], .events = POLLIN };
	for (int i = 0; i < ROUNDS; i++) {
		struct timespec limit = { .tv_sec = 5 };

		CHECK_EQ(ppoll(fds, FILES, &limit, NULL, 0), 1);
		CHECK_EQ(fds[0].revents, POLLIN);
		CHECK_EQ(read(byte[0], &c, 1), 1);
		CHECK_EQ(write(ack[1], "x", 1), 1);
	}
	wait_ok(pid);
	return 0;
}
