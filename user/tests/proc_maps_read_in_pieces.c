/* /proc files may be read in small pieces and give the same text as in one. */

#include "test.h"

int main(void)
{
	static char whole[8192], pieces[8192];
	size_t len = 0;
	ssize_t n;
	int fd;

	CHECK(read_file("/proc/self/maps", whole, sizeof(whole)) > 0);
	fd = (int)CHECK_OK(open("/proc/self/maps", O_RDONLY));
	while ((n = read(fd, pieces + len, 7)) > 0)
		len += (size_t)n;
	CHECK_EQ(n, 0);
	pieces[len] = '\0';
	CHECK(strcmp(whole, pieces) == 0);
	return 0;
}
