/* An open file has one offset: fork and dup share it, another open does not. */

#include "test.h"

#define NAME "/tmp/file_offset"

int main(void)
{
	int fd = (int)CHECK_OK(open(NAME, O_CREAT | O_RDWR | O_TRUNC, 0644)), copy, other;
	pid_t pid;

	CHECK_EQ(write(fd, "0123456789", 10), 10);
	CHECK_EQ(lseek(fd, 0, SEEK_SET), 0);
	copy = (int)CHECK_OK(dup(fd));
	other = (int)CHECK_OK(open(NAME, O_RDONLY));
	pid = fork_or_fail();
	if (pid == 0) {
		char buf[4];

		CHECK_EQ(read(fd, buf, 4), 4);
		_exit(0);
	}
	wait_ok(pid);
	CHECK_EQ(lseek(fd, 0, SEEK_CUR), 4);
	CHECK_EQ(lseek(copy, 1, SEEK_CUR), 5);
	CHECK_EQ(lseek(fd, 0, SEEK_CUR), 5);
	CHECK_EQ(lseek(other, 0, SEEK_CUR), 0);
	CHECK_EQ(dup2(other, fd), fd);
	CHECK_EQ(lseek(fd, 0, SEEK_CUR), 0);
	CHECK_EQ(dup2(fd, fd), fd);
	CHECK_EQ(fcntl(fd, F_DUPFD, 20), 20);
	CHECK_OK(unlink(NAME));
	return 0;
}
