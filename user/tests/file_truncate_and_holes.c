/* ftruncate cuts and extends; what was never written, or was cut off, reads as zeros. */

#include "test.h"

#define NAME "/tmp/file_truncate"

int main(void)
{
	static char buf[20000];
	struct stat st;
	int fd;

	unlink(NAME);
	fd = (int)CHECK_OK(open(NAME, O_CREAT | O_RDWR, 0644));
	memset(buf, 'x', sizeof(buf));
	CHECK_EQ(write(fd, buf, sizeof(buf)), sizeof(buf));
	CHECK_OK(ftruncate(fd, 5000));
	CHECK_EQ(pread(fd, buf, sizeof(buf), 0), 5000);
	CHECK_OK(ftruncate(fd, 12000));
	CHECK_EQ(pread(fd, buf, sizeof(buf), 0), 12000);
	CHECK_EQ(buf[4999], 'x');
	for (int i = 5000; i < 12000; i++)
		CHECK_EQ(buf[i], 0);
	CHECK_EQ(pwrite(fd, "end", 3, 100000), 3);
	CHECK_EQ(pread(fd, buf, 100, 50000), 100);
	for (int i = 0; i < 100; i++)
		CHECK_EQ(buf[i], 0);
	CHECK_OK(fstat(fd, &st));
	CHECK_EQ(st.st_size, 100003);
	CHECK_ERR(ftruncate(fd, -1), EINVAL);
	close(fd);
	CHECK_OK(unlink(NAME));
	return 0;
}
