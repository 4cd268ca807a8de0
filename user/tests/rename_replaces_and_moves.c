/* rename moves files and directories, replaces what is there, and refuses to put a directory into itself. */

#include "test.h"

#define D "/tmp/rename"

static void make(const char *path, const char *text)
{
	int fd = (int)CHECK_OK(open(path, O_CREAT | O_WRONLY | O_TRUNC, 0644));

	CHECK_OK(write_all(fd, text, strlen(text)));
	close(fd);
}

int main(void)
{
	char buf[16];
	struct stat st;

	CHECK_OK(mkdir(D));
	CHECK_OK(mkdir(D "/dir"));
	make(D "/a", "a");
	make(D "/b", "bb");
	CHECK_OK(rename(D "/a", D "/b"));
	CHECK_ERR(stat(D "/a", &st), ENOENT);
	CHECK_EQ(read_file(D "/b", buf, sizeof(buf)), 1);
	CHECK_EQ(buf[0], 'a');
	CHECK_OK(rename(D "/b", D "/dir/c"));
	CHECK_OK(rename(D "/dir", D "/moved"));
	CHECK_EQ(read_file(D "/moved/c", buf, sizeof(buf)), 1);
	CHECK_ERR(rename(D "/moved", D "/moved/inside"), EINVAL);
	CHECK_ERR(rename(D "/nosuch", D "/x"), ENOENT);
	CHECK_OK(mkdir(D "/other"));
	CHECK_ERR(rename(D "/other", D "/moved"), ENOTEMPTY);
	CHECK_ERR(rename(D "/moved/c", D "/other"), EISDIR);
	CHECK_ERR(rename(D "/other", D "/moved/c"), ENOTDIR);
	CHECK_OK(rename(D "/moved", D "/other"));
	CHECK_OK(unlink(D "/other/c"));
	CHECK_OK(rmdir(D "/other"));
	CHECK_OK(rmdir(D));
	return 0;
}
