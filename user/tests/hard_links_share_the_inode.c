/* link makes a second name: one inode, link count 2; the file goes with the last name. */

#include "test.h"

#define A "/tmp/hard_links_a"
#define B "/tmp/hard_links_b"

int main(void)
{
	struct stat a, b;
	int fd;

	unlink(A);
	unlink(B);
	fd = (int)CHECK_OK(open(A, O_CREAT | O_WRONLY, 0644));
	CHECK_OK(link(A, B));
	CHECK_EQ(write(fd, "x", 1), 1);
	close(fd);
	CHECK_OK(stat(A, &a));
	CHECK_OK(stat(B, &b));
	CHECK_EQ(a.st_ino, b.st_ino);
	CHECK_EQ(b.st_nlink, 2);
	CHECK_EQ(b.st_size, 1);
	CHECK_ERR(link(A, B), EEXIST);
	CHECK_ERR(link("/tmp", B "2"), EPERM);
	CHECK_ERR(link("/tmp/nosuch", B "2"), ENOENT);
	CHECK_OK(unlink(A));
	CHECK_OK(stat(B, &b));
	CHECK_EQ(b.st_nlink, 1);
	CHECK_OK(unlink(B));
	return 0;
}
