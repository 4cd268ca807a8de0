/* /dev/console is a character device that answers TCGETS; a file and /dev/null are none (ENOTTY). */

#include "test.h"

int main(void)
{
	int console = (int)CHECK_OK(open("/dev/console", O_RDWR)), null = (int)CHECK_OK(open("/dev/null", O_RDWR));
	struct termios t;
	struct stat st;

	CHECK_OK(fstat(console, &st));
	CHECK(S_ISCHR(st.st_mode));
	CHECK_EQ(DEV_MAJOR(st.st_rdev), 5);
	CHECK_EQ(DEV_MINOR(st.st_rdev), 1);
	CHECK_OK(ioctl(console, TCGETS, &t));
	CHECK(isatty(console));
	CHECK_ERR(ioctl(null, TCGETS, &t), ENOTTY);
	CHECK_ERR(ioctl(console, TCGETS, (void *)16), EFAULT);
	return 0;
}
