/*
 * A second file system mounted on "." covers the first, and both can be unmounted again, the last first. A
 * directory that has been removed cannot be covered.
 */

#include "test.h"

#define DIR_NAME "/tmp/pile up"

static int mount_here(void)
{
	return (int)syscall(__NR_mount, "none", ".", "tmpfs", 0L, NULL);
}

static bool present(const char *name)
{
	struct stat st;

	return stat(name, &st) == 0;
}

int main(void)
{
	char text[4096];

	CHECK_OK(mkdir(DIR_NAME));
	CHECK_OK(chdir(DIR_NAME));
	CHECK_OK(mount_here());
	CHECK_OK(mkdir(DIR_NAME "/first"));
	CHECK_OK(mount_here());
	CHECK_OK(mkdir(DIR_NAME "/second"));
	CHECK(!present(DIR_NAME "/first"));
	CHECK(read_file("/proc/mounts", text, sizeof(text)) > 0);
	CHECK(strstr(text, "none /tmp/pile\\040up tmpfs rw") != NULL);
	CHECK_ERR(rmdir(DIR_NAME), EBUSY);
	CHECK_OK(chdir("/"));
	CHECK_OK(syscall(__NR_umount2, DIR_NAME, 0));
	CHECK(present(DIR_NAME "/first"));
	CHECK(!present(DIR_NAME "/second"));
	CHECK_OK(syscall(__NR_umount2, DIR_NAME, 0));
	CHECK(!present(DIR_NAME "/first"));
	CHECK_ERR(syscall(__NR_umount2, DIR_NAME, 0), EINVAL);

	CHECK_OK(chdir(DIR_NAME));
	CHECK_OK(rmdir(DIR_NAME));
	CHECK_ERR(mount_here(), ENOENT);
	CHECK_OK(chdir("/"));
	return 0;
}
