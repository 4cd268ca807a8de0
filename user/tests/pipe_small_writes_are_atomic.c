/* Writes of up to 4096 bytes by several processes do not mix. */

#include "test.h"

#define WRITERS 4
#define ROUNDS	50
#define SIZE	1000

int main(void)
{
	static char buf[SIZE];
	int fds[2];

	CHECK_OK(pipe(fds));
	for (int w = 0; w < WRITERS; w++)
		if (fork_or_fail() == 0) {
			memset(buf, 'a' + w, SIZE);
			for (int i = 0; i < ROUNDS; i++)
				CHECK_EQ(write(fds[1], buf, SIZE), SIZE);
			_exit(0);
		}
	close(fds[1]);
	for (int i = 0; i < WRITERS * ROUNDS; i++) {
		for (size_t have = 0; have < SIZE;) {
			ssize_t n = read(fds[0], buf + have, SIZE - have);

			CHECK(n > 0);
			have += (size_t)n;
		}
		for (int k = 1; k < SIZE; k++)
			CHECK_EQ(buf[k], buf[0]);
	}
	for (int w = 0; w < WRITERS; w++) {
		int status;

		CHECK(wait(&status) > 0);
		CHECK_EQ(status, 0);
	}
	return 0;
}
