/* /dev/null takes all and gives nothing, /dev/zero gives zeros without end. */

#include "test.h"

int main(void)
{
	char *p = new_pages(4);
	int null = (int)CHECK_OK(open("/dev/null", O_RDWR)), zero = (int)CHECK_OK(open("/dev/zero", O_RDWR));
	struct stat st;

	CHECK_EQ(write(null, p, 10000), 10000);
	CHECK_EQ(read(null, p, 100), 0);
	memset(p, 'x', 4 * PAGE_SIZE);
	CHECK_EQ(read(zero, p, 3 * PAGE_SIZE), 3 * PAGE_SIZE);
	for (int i = 0; i < 3 * PAGE_SIZE; i++)
		CHECK_EQ(p[i], 0);
	CHECK_EQ(p[3 * PAGE_SIZE], 'x');
	CHECK_EQ(write(zero, p, 77), 77);
	CHECK_OK(fstat(null, &st));
	CHECK(S_ISCHR(st.st_mode));
	CHECK_EQ(DEV_MAJOR(st.st_rdev), 1);
	CHECK_EQ(DEV_MINOR(st.st_rdev), 3);
	return 0;
}
