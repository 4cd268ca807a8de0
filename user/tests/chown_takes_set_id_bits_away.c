/* A file that gets an owner loses set-user-ID, and set-group-ID if its group may execute it; a directory nothing. */

#include "test.h"

#define NAME "/tmp/chown_bits"

static void mode_is(mode_t want)
{
	struct stat st;

	CHECK_OK(stat(NAME, &st));
	CHECK_EQ(st.st_mode & 07777, want);
}

int main(void)
{
	close((int)CHECK_OK(open(NAME, O_CREAT | O_RDWR, 0644)));
	CHECK_OK(chmod(NAME, 06755));
	CHECK_OK(fchownat(AT_FDCWD, NAME, 1, 2, 0));
	mode_is(0755);
	CHECK_OK(chmod(NAME, 06755));
	CHECK_OK(fchownat(AT_FDCWD, NAME, (uid_t)-1, (gid_t)-1, 0));
	mode_is(0755);
	CHECK_OK(chmod(NAME, 06644));
	CHECK_OK(fchownat(AT_FDCWD, NAME, (uid_t)-1, 5, 0));
	mode_is(02644);
	CHECK_OK(unlink(NAME));
	CHECK_OK(mkdir(NAME, 0755));
	CHECK_OK(chmod(NAME, 06755));
	CHECK_OK(fchownat(AT_FDCWD, NAME, 1, 1, 0));
	mode_is(06755);
	CHECK_OK(rmdir(NAME));
	return 0;
}
