/* A new file holds what was written, at any offset; O_EXCL, O_TRUNC and modes of opening are obeyed. */

#include "test.h"

#define NAME "/tmp/file_create_write_read"

int main(void)
{
	char buf[64];
	struct stat st;
	int fd;

	unlink(NAME);
	CHECK_ERR(open(NAME, O_RDONLY), ENOENT);
	fd = (int)CHECK_OK(open(NAME, O_CREAT | O_EXCL | O_RDWR, 0640));
	CHECK_ERR(open(NAME, O_CREAT | O_EXCL | O_RDWR, 0640), EEXIST);
	CHECK_EQ(write(fd, "hello world", 11), 11);
	CHECK_EQ(lseek(fd, 6, SEEK_SET), 6);
	CHECK_EQ(read(fd, buf, sizeof(buf)), 5);
	CHECK(memcmp(buf, "world", 5) == 0);
	CHECK_EQ(read(fd, buf, sizeof(buf)), 0);
	CHECK_EQ(pwrite(fd, "W", 1, 6), 1);
	CHECK_EQ(pread(fd, buf, 5, 6), 5);
	CHECK(memcmp(buf, "World", 5) == 0);
	CHECK_EQ(lseek(fd, 0, SEEK_END), 11);
	CHECK_EQ(lseek(fd, -1, SEEK_CUR), 10);
	CHECK_ERR(lseek(fd, -100, SEEK_CUR), EINVAL);
	CHECK_ERR(lseek(fd, 0, 99), EINVAL);
	CHECK_OK(fstat(fd, &st));
	CHECK(S_ISREG(st.st_mode));
	CHECK_EQ(st.st_mode & 0777, 0640);
	CHECK_EQ(st.st_size, 11);
	CHECK_EQ(st.st_nlink, 1);
	close(fd);
	fd = (int)CHECK_OK(open(NAME, O_RDONLY));
	CHECK_ERR(write(fd, "x", 1), EBADF);
	close(fd);
	fd = (int)CHECK_OK(open(NAME, O_WRONLY | O_TRUNC));
	CHECK_ERR(read(fd, buf, 1), EBADF);
	CHECK_OK(fstat(fd, &st));
	CHECK_EQ(st.st_size, 0);
	close(fd);
	CHECK_OK(unlink(NAME));
	return 0;
}
