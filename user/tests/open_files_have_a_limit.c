/* A process that opens too many files gets EMFILE, and numbers are given out lowest first. */

#include "test.h"

int main(void)
{
	int fd = -1, n = 0;

	close(0);
	CHECK_EQ(open("/dev/null", O_RDONLY), 0);
	for (; n < 100000; n++) {
		fd = open("/dev/null", O_RDONLY);
		if (fd < 0)
			break;
	}
	CHECK_ERR(fd, EMFILE);
	CHECK(n >= 200);
	CHECK_ERR(pipe((int[2]){ 0 }), EMFILE);
	CHECK_OK(close(10));
	CHECK_EQ(open("/dev/null", O_RDONLY), 10);
	return 0;
}
