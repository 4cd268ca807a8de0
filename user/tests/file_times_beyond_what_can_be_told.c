/* A time too far away for nanoseconds in 64 bits becomes the last (or first) that can be told, not any other. */

#include "test.h"

#define NAME "/tmp/file_times"

int main(void)
{
	struct timespec ts[2] = { { .tv_sec = (time_t)9200000000LL }, { .tv_sec = (time_t)20000000000LL } };
	struct stat st;

	if (sizeof(time_t) == 4)
		SKIP("times of 32 bits cannot name one so far away");
	close((int)CHECK_OK(open(NAME, O_CREAT | O_WRONLY, 0600)));
	CHECK_OK(utimensat(AT_FDCWD, NAME, ts, 0));
	CHECK_OK(stat(NAME, &st));
	CHECK_EQ(st.st_atime, 9200000000L);
	CHECK_EQ(st.st_mtime, 9223372036L);
	ts[0].tv_sec = (time_t)9000000000000000000LL;
	CHECK_OK(utimensat(AT_FDCWD, NAME, ts, 0));
	CHECK_OK(stat(NAME, &st));
	CHECK_EQ(st.st_atime, 9223372036L);
	CHECK_ERR(syscall(__NR_utimensat, AT_FDCWD, NULL, NULL, 0), EFAULT);
	CHECK_OK(unlink(NAME));
	return 0;
}
