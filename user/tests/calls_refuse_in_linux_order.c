/* Where several things are wrong with a call, the error is the one that Linux finds first. */

#include "test.h"

int main(void)
{
	int fd, dir, path, fds[2];
	char c;

	CHECK_OK(mkdir("/tmp/order", 0755));
	CHECK_OK(chdir("/tmp/order"));
	fd = (int)CHECK_OK(open("f", O_CREAT | O_WRONLY, 0644));
	close((int)CHECK_OK(open("g", O_CREAT | O_WRONLY, 0644)));
	dir = (int)CHECK_OK(open(".", O_RDONLY));
	path = (int)CHECK_OK(open("f", O_PATH));
	CHECK_OK(pipe(fds));

	CHECK_ERR(open(".", O_TMPFILE | O_RDWR, 0600), EOPNOTSUPP);
	CHECK_ERR(open(".", O_TMPFILE, 0600), EINVAL);
	CHECK_ERR(open(".", O_TMPFILE | O_CREAT | O_RDWR, 0600), EINVAL);
	CHECK_ERR(pread(-1, &c, 1, -1), EINVAL);
	CHECK_ERR(pwrite(-1, &c, 1, -1), EINVAL);
	CHECK_ERR(ftruncate(-1, -1), EINVAL);
	CHECK_ERR(pread(fd, &c, 1, 0), EBADF);
	CHECK_ERR(pread(fds[1], &c, 1, 0), ESPIPE);
	CHECK_ERR(lseek(fds[0], 0, 99), EINVAL);
	CHECK_ERR(lseek(fds[0], 0, SEEK_SET), ESPIPE);
	CHECK_ERR(fallocate(dir, 0, 0, 0), EINVAL);
	CHECK_ERR(fallocate(dir, 0x40, 0, 1), EOPNOTSUPP);
	CHECK_ERR(fallocate(dir, 0, 0, 1), EBADF);
	CHECK_ERR(fallocate(fds[1], 0, 0, 1), ESPIPE);
	CHECK_ERR(fcntl(path, F_SETFL, 0), EBADF);
	CHECK_ERR(fcntl(path, F_GETPIPE_SZ), EBADF);
	CHECK_ERR(fcntl(path, 12345), EBADF);
	CHECK_ERR(fcntl(fd, 12345), EINVAL);
	CHECK_ERR(renameat2(AT_FDCWD, "f/", AT_FDCWD, "g", RENAME_NOREPLACE), EEXIST);
	CHECK_ERR(renameat2(AT_FDCWD, "f/", AT_FDCWD, "none", RENAME_EXCHANGE), ENOENT);
	CHECK_ERR(renameat2(AT_FDCWD, "f/", AT_FDCWD, "none", 0), ENOTDIR);
	CHECK_OK(unlink("f"));
	CHECK_OK(unlink("g"));
	CHECK_OK(rmdir("/tmp/order"));
	return 0;
}
