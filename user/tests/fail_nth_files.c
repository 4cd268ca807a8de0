/*
 * Files on the disk, when any one allocation fails: ENOMEM, and what was there before is there still; or success, and
 * all that was asked for is there.
 */

#include "fail_nth.h"

#define TOP "/fail_nth_files"

static char data[30000], back[30000];

static void check_kept(void)
{
	int fd = (int)CHECK_OK(open(TOP "/kept", O_RDONLY));

	CHECK_EQ(read(fd, back, sizeof(back)), sizeof(back));
	CHECK(!memcmp(data, back, sizeof(data)));
	close(fd);
}

static int attempt(int n)
{
	int fd, left;

	fail_nth_set(0);
	fail_nth_set(n);
	if (done(mkdir(TOP "/d"), "mkdir")) {
		fd = open(TOP "/d/f", O_CREAT | O_RDWR, 0644);
		if (done(fd, "open")) {
			done(pwrite(fd, data, sizeof(data), 40 * 4096), "write");
			done(fsync(fd), "fsync");
			done(ftruncate(fd, 100), "ftruncate");
			close(fd);
		}
		if (done(symlink("kept", TOP "/d/s"), "symlink") && done(rename(TOP "/d/s", TOP "/s"), "rename"))
			done(unlink(TOP "/s"), "unlink");
	}
	left = fail_nth_get();
	fail_nth_set(0);
	check_kept();
	unlink(TOP "/d/f");
	unlink(TOP "/d/s");
	unlink(TOP "/s");
	rmdir(TOP "/d");
	CHECK(fail_nth_failures <= 1);
	if (fail_nth_failures)
		return ATTEMPT_FAILED;
	return left ? ATTEMPT_CLEAN : ATTEMPT_COPED;
}

int main(void)
{
	int fd, result;

	CHECK_OK(mkdir(TOP));
	fd = (int)CHECK_OK(open(TOP "/kept", O_CREAT | O_RDWR, 0644));
	memset(data, 'k', sizeof(data));
	CHECK_EQ(write(fd, data, sizeof(data)), sizeof(data));
	close(fd);
	result = fail_every_nth(attempt, 5);
	CHECK_OK(unlink(TOP "/kept"));
	CHECK_OK(rmdir(TOP));
	return result;
}
