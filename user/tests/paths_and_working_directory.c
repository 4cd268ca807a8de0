/* Paths with ., .., // and a trailing / lead where they should; getcwd names the place; the parent of / is /. */

#include "test.h"

static void must_be(const char *want)
{
	char path[PATH_MAX];

	CHECK(getcwd(path, sizeof(path)));
	if (strcmp(path, want) != 0)
		FAIL("getcwd: expected %s, got %s", want, path);
}

int main(void)
{
	struct stat a, b;
	int fd;

	CHECK_OK(chdir("/"));
	must_be("/");
	CHECK_OK(chdir("tmp"));
	must_be("/tmp");
	CHECK_OK(mkdir("paths"));
	CHECK_OK(chdir("./paths/../paths//."));
	must_be("/tmp/paths");
	CHECK_OK(stat("..", &a));
	CHECK_OK(stat("/tmp/", &b));
	CHECK_EQ(a.st_ino, b.st_ino);
	fd = (int)CHECK_OK(open("/bin", O_RDONLY | O_DIRECTORY));
	CHECK_OK(fchdir(fd));
	must_be("/bin");
	CHECK_OK(fstatat(fd, "true", &a, 0));
	CHECK_ERR(fstatat(fd, "true/", &a, 0), ENOTDIR);
	CHECK_ERR(stat("", &a), ENOENT);
	CHECK_OK(chdir("/../../.."));
	must_be("/");
	CHECK_ERR(chdir("/bin/true"), ENOTDIR);
	CHECK_ERR(chdir("/nosuch"), ENOENT);
	CHECK_OK(rmdir("/tmp/paths"));
	return 0;
}
