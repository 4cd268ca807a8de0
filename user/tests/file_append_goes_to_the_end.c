/* O_APPEND writes at the end, wherever the offset is and whoever has written meanwhile. */

#include "test.h"

#define NAME "/tmp/file_append"

int main(void)
{
	char buf[16] = "";
	int a, b;

	unlink(NAME);
	a = (int)CHECK_OK(open(NAME, O_CREAT | O_RDWR | O_APPEND, 0644));
	b = (int)CHECK_OK(open(NAME, O_WRONLY | O_APPEND));
	CHECK_EQ(write(a, "1", 1), 1);
	CHECK_EQ(write(b, "2", 1), 1);
	CHECK_EQ(lseek(a, 0, SEEK_SET), 0);
	CHECK_EQ(write(a, "3", 1), 1);
	CHECK_EQ(pread(a, buf, 10, 0), 3);
	CHECK(strcmp(buf, "123") == 0);
	close(a);
	close(b);
	CHECK_OK(unlink(NAME));
	return 0;
}
