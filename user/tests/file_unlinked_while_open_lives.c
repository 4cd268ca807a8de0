/* A file without a name lives until its last user closes it. */

#include "test.h"

#define NAME "/tmp/file_unlinked"

int main(void)
{
	char buf[8] = "";
	struct stat st;
	int fd;

	fd = (int)CHECK_OK(open(NAME, O_CREAT | O_RDWR | O_TRUNC, 0644));
	CHECK_OK(unlink(NAME));
	CHECK_ERR(stat(NAME, &st), ENOENT);
	CHECK_EQ(write(fd, "alive", 5), 5);
	CHECK_EQ(pread(fd, buf, 5, 0), 5);
	CHECK(strcmp(buf, "alive") == 0);
	CHECK_OK(fstat(fd, &st));
	CHECK_EQ(st.st_nlink, 0);
	return 0;
}
