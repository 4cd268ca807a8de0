/*
 * umask takes bits from a new file's mode, chmod sets them, access asks; utimensat sets the times that stat
 * gives.
 */

#include "test.h"

#define NAME "/tmp/file_modes"

int main(void)
{
	struct timespec times[2] = { { 1000, 0 }, { 2000, 0 } };
	struct stat st;

	unlink(NAME);
	umask(027);
	close((int)CHECK_OK(open(NAME, O_CREAT | O_WRONLY, 0666)));
	CHECK_OK(stat(NAME, &st));
	CHECK_EQ(st.st_mode, S_IFREG | 0640);
	CHECK_EQ(umask(022), 027);
	CHECK_ERR(access(NAME, X_OK), EACCES);
	CHECK_OK(chmod(NAME, 0755));
	CHECK_OK(access(NAME, X_OK | R_OK));
	CHECK_OK(access(NAME, F_OK));
	CHECK_ERR(access(NAME "x", F_OK), ENOENT);
	CHECK_OK(stat(NAME, &st));
	CHECK_EQ(st.st_mode & 07777, 0755);
	CHECK_OK(utimensat(AT_FDCWD, NAME, times, 0));
	CHECK_OK(stat(NAME, &st));
	CHECK_EQ(st.st_atime, 1000);
	CHECK_EQ(st.st_mtime, 2000);
	CHECK_OK(unlink(NAME));
	return 0;
}
