/*
 * mkdir, getdents64, rmdir: the entries of 100 files are each listed once; a directory that is not empty
 * stays.
 */

#include "test.h"

#define DIR_NAME "/tmp/directories"
#define FILES	 100

int main(void)
{
	char name[64], seen[FILES] = { 0 };
	struct linux_dirent64 *d;
	struct stat st;
	int dots = 0;
	DIR *dir;

	CHECK_OK(mkdir(DIR_NAME));
	CHECK_ERR(mkdir(DIR_NAME), EEXIST);
	CHECK_ERR(mkdir("/tmp/nosuch/x"), ENOENT);
	for (int i = 0; i < FILES; i++) {
		snprintf(name, sizeof(name), DIR_NAME "/file-%d", i);
		close((int)CHECK_OK(open(name, O_CREAT | O_WRONLY, 0644)));
	}
	dir = opendir(DIR_NAME);
	CHECK(dir);
	while ((d = readdir(dir))) {
		if (d->d_name[0] == '.') {
			dots++;
			continue;
		}
		CHECK(strncmp(d->d_name, "file-", 5) == 0);
		CHECK(d->d_type == DT_REG || d->d_type == DT_UNKNOWN);
		CHECK_EQ(seen[atoi(d->d_name + 5)]++, 0);
	}
	CHECK_OK(closedir(dir));
	CHECK_EQ(dots, 2);
	CHECK_ERR(rmdir(DIR_NAME), ENOTEMPTY);
	CHECK_ERR(unlink(DIR_NAME), EISDIR);
	CHECK_ERR(open(DIR_NAME, O_WRONLY), EISDIR);
	for (int i = 0; i < FILES; i++) {
		CHECK_EQ(seen[i], 1);
		snprintf(name, sizeof(name), DIR_NAME "/file-%d", i);
		if (i == 0) {
			CHECK_ERR(rmdir(name), ENOTDIR);
			CHECK_ERR(open(name, O_RDONLY | O_DIRECTORY), ENOTDIR);
		}
		CHECK_OK(unlink(name));
	}
	CHECK_OK(stat(DIR_NAME, &st));
	CHECK(S_ISDIR(st.st_mode));
	CHECK_OK(rmdir(DIR_NAME));
	CHECK_ERR(stat(DIR_NAME, &st), ENOENT);
	return 0;
}
