/* Files of a file system that is mounted noexec can be read, but neither executed nor said to be executable. */

#include "test.h"
#include <abi/mount.h>

int main(void)
{
	char *argv[] = { "x", NULL };
	int fd;

	CHECK_OK(mkdir("/noexec", 0755));
	CHECK_OK(mount("none", "/noexec", "tmpfs", MS_NOEXEC, NULL));
	fd = (int)CHECK_OK(open("/noexec/x", O_CREAT | O_WRONLY, 0755));
	CHECK_EQ(write(fd, "#!/bin/true\n", 12), 12);
	close(fd);
	CHECK_ERR(execv("/noexec/x", argv), EACCES);
	CHECK_ERR(access("/noexec/x", X_OK), EACCES);
	CHECK_OK(access("/noexec/x", R_OK));
	CHECK_OK(access("/noexec", X_OK));
	CHECK_OK(umount2("/noexec", 0));
	CHECK_OK(rmdir("/noexec"));
	return 0;
}
