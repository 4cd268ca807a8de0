/* execve says what is wrong: missing, a directory, not executable, a path too long, bad pointers. */

#include "test.h"

int main(void)
{
	static char long_path[PATH_MAX + 10], long_name[NAME_MAX + 10];
	char *argv[] = { "x", NULL };
	char *volatile bad = (char *)16;
	int fd;

	CHECK_ERR(execv("/nosuch", argv), ENOENT);
	CHECK_ERR(execv("", argv), ENOENT);
	CHECK_ERR(execv("/bin", argv), EACCES);
	CHECK_ERR(execv("/bin/true/x", argv), ENOTDIR);
	memset(long_path, '/', PATH_MAX + 5);
	CHECK_ERR(execv(long_path, argv), ENAMETOOLONG);
	memset(long_name, 'n', NAME_MAX + 5);
	CHECK_ERR(execv(long_name, argv), ENAMETOOLONG);
	CHECK_ERR(execv(bad, argv), EFAULT);
	CHECK_ERR(execv("/bin/true", (char **)bad), EFAULT);
	argv[0] = bad;
	CHECK_ERR(execv("/bin/true", argv), EFAULT);
	fd = (int)CHECK_OK(open("/tmp/exec_errors", O_WRONLY | O_CREAT, 0644));
	close(fd);
	argv[0] = "x";
	CHECK_ERR(execv("/tmp/exec_errors", argv), EACCES);
	CHECK_OK(unlink("/tmp/exec_errors"));
	return 0;
}
