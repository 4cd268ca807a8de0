/* A megabyte goes through a pipe between two processes, in odd pieces, whole and in order. */

#include "test.h"

#define TOTAL (1 << 20)

int main(void)
{
	static unsigned char buf[10007];
	int fds[2];
	size_t at = 0;
	ssize_t n;
	pid_t pid;

	CHECK_OK(pipe(fds));
	pid = fork_or_fail();
	if (pid == 0) {
		close(fds[0]);
		while (at < TOTAL) {
			size_t piece = (at % 9973) + 1;

			if (piece > TOTAL - at)
				piece = TOTAL - at;
			for (size_t i = 0; i < piece; i++)
				buf[i] = (unsigned char)((at + i) * 7 >> 3);
			CHECK_EQ(write(fds[1], buf, piece), piece);
			at += piece;
		}
		_exit(0);
	}
	close(fds[1]);
	while ((n = read(fds[0], buf, sizeof(buf))) > 0)
		for (ssize_t i = 0; i < n; i++, at++)
			CHECK_EQ(buf[i], (unsigned char)(at * 7 >> 3));
	CHECK_EQ(n, 0);
	CHECK_EQ(at, TOTAL);
	wait_ok(pid);
	return 0;
}
