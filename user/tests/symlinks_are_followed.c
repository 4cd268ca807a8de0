/*
 * A symbolic link leads on, relative to where it lies; lstat and readlink see the link itself; a circle is
 * ELOOP.
 */

#include "test.h"

#define DIR_NAME "/tmp/symlinks"

int main(void)
{
	char buf[64];
	struct stat st;
	int fd;

	mkdir(DIR_NAME);
	CHECK_OK(chdir(DIR_NAME));
	fd = (int)CHECK_OK(open("file", O_CREAT | O_WRONLY | O_TRUNC, 0644));
	CHECK_EQ(write(fd, "abc", 3), 3);
	close(fd);
	CHECK_OK(symlink("file", "link"));
	CHECK_OK(symlink("circle2", "circle1"));
	CHECK_OK(symlink("circle1", "circle2"));
	CHECK_OK(symlink("nowhere", "dangling"));
	CHECK_OK(stat("link", &st));
	CHECK_EQ(st.st_size, 3);
	CHECK(S_ISREG(st.st_mode));
	CHECK_OK(lstat("link", &st));
	CHECK(S_ISLNK(st.st_mode));
	CHECK_EQ(readlink("link", buf, sizeof(buf)), 4);
	CHECK(memcmp(buf, "file", 4) == 0);
	CHECK_ERR(readlink("file", buf, sizeof(buf)), EINVAL);
	CHECK_ERR(stat("circle1", &st), ELOOP);
	CHECK_ERR(stat("dangling", &st), ENOENT);
	CHECK_ERR(open("link", O_RDONLY | O_NOFOLLOW), ELOOP);
	CHECK_OK(chdir("/"));
	CHECK_OK(stat(DIR_NAME "/link", &st));
	CHECK_OK(unlink(DIR_NAME "/link"));
	CHECK_OK(stat(DIR_NAME "/file", &st));
	CHECK_OK(unlink(DIR_NAME "/circle1"));
	CHECK_OK(unlink(DIR_NAME "/circle2"));
	CHECK_OK(unlink(DIR_NAME "/dangling"));
	CHECK_OK(unlink(DIR_NAME "/file"));
	CHECK_OK(rmdir(DIR_NAME));
	return 0;
}
