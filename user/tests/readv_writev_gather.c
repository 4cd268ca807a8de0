/* readv and writev work through their pieces in order, and check their number. */

#include "test.h"

int main(void)
{
	char a[3], b[5];
	struct iovec out[3] = { { "abc", 3 }, { "", 0 }, { "defgh", 5 } }, in[2] = { { a, 3 }, { b, 5 } };
	int fds[2];

	CHECK_OK(pipe(fds));
	CHECK_EQ(writev(fds[1], out, 3), 8);
	CHECK_EQ(readv(fds[0], in, 2), 8);
	CHECK(memcmp(a, "abc", 3) == 0 && memcmp(b, "defgh", 5) == 0);
	CHECK_EQ(writev(fds[1], out, 0), 0);
	CHECK_ERR(writev(fds[1], out, -1), EINVAL);
	CHECK_ERR(writev(fds[1], out, UIO_MAXIOV + 1), EINVAL);
	return 0;
}
