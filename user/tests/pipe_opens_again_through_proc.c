/*
 * /proc/self/fd/N of a pipe is the pipe: to be asked about, and to be opened once more, at either end. So
 * /dev/stdout works in the middle of a pipe.
 */

#include "test.h"

int main(void)
{
	char path[64], text[64];
	struct stat st, other;
	int p[2], fd;

	CHECK_OK(pipe(p));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", p[0]);
	CHECK_OK(fstat(p[0], &st));
	CHECK_OK(stat(path, &other));
	CHECK(st.st_ino == other.st_ino && st.st_dev == other.st_dev);
	fd = (int)CHECK_OK(open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666));
	CHECK_EQ(write(fd, "abc", 3), 3);
	CHECK_EQ(read(p[0], text, sizeof(text)), 3);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	CHECK(readlink(path, text, sizeof(text)) > 6);
	CHECK(memcmp(text, "pipe:[", 6) == 0);
	close(p[1]);
	CHECK_EQ(write(fd, "d", 1), 1); /* another writer is left */
	CHECK_EQ(read(p[0], text, sizeof(text)), 1);
	close(fd);
	CHECK_EQ(read(p[0], text, sizeof(text)), 0);
	close(p[0]);

	CHECK_OK(pipe(p));
	CHECK_OK(dup2(p[1], 1));
	fd = (int)CHECK_OK(open("/dev/stdout", O_WRONLY));
	CHECK_EQ(write(fd, "x", 1), 1);
	CHECK_EQ(read(p[0], text, sizeof(text)), 1);
	return 0;
}
