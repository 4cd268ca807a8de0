/* A descriptor opened with O_PATH names a file and does nothing else; poll and syncfs say so as well. */

#include "test.h"

int main(void)
{
	int fd = (int)CHECK_OK(open("/tmp", O_PATH));
	struct pollfd p = { .fd = fd, .events = POLLIN };
	struct timespec now = { 0 };
	struct stat st;
	char c;

	CHECK_EQ(fcntl(fd, F_GETFL), O_PATH);
	CHECK_ERR(mmap(NULL, PAGE_SIZE, PROT_READ, MAP_PRIVATE, fd, 0), EBADF);
	CHECK_EQ(ppoll(&p, 1, &now, NULL, 0), 1);
	CHECK_EQ(p.revents, POLLNVAL);
	CHECK_ERR(syscall(__NR_syncfs, fd), EBADF);
	CHECK_ERR(fsync(fd), EBADF);
	CHECK_ERR(read(fd, &c, 1), EBADF);
	CHECK_ERR(getdents64(fd, &c, 1), EBADF);
	CHECK_ERR(lseek(fd, 0, SEEK_SET), EBADF);
	CHECK_OK(fstat(fd, &st));
	CHECK_OK(fchdir(fd));
	CHECK_ERR(openat(fd, "nowhere", O_RDONLY), ENOENT);
	return 0;
}
