/* O_APPEND from four processes at once: every record is there, once, in one piece; on the disk and in memory. */

#include "test.h"

#define RECORD	40
#define RECORDS 150
#define NR	4

static void append(const char *path, int me)
{
	int fd = (int)CHECK_OK(open(path, O_WRONLY | O_APPEND));
	char text[RECORD + 1];

	for (int i = 0; i < RECORDS; i++) {
		snprintf(text, sizeof(text), "%d %4d %032d\n", me, i, i * 7 + me);
		CHECK_EQ(strlen(text), RECORD);
		CHECK_EQ(write(fd, text, RECORD), RECORD);
	}
	close(fd);
}

static void check(const char *path)
{
	int fd = (int)CHECK_OK(open(path, O_RDONLY)), next[NR] = { 0 };
	char text[RECORD + 1], want[RECORD + 1];

	for (int n = 0; n < NR * RECORDS; n++) {
		int me;

		CHECK_EQ(read(fd, text, RECORD), RECORD);
		me = text[0] - '0';
		CHECK(me >= 0 && me < NR);
		snprintf(want, sizeof(want), "%d %4d %032d\n", me, next[me], next[me] * 7 + me);
		CHECK(!memcmp(text, want, RECORD));
		next[me]++;
	}
	CHECK_EQ(read(fd, text, RECORD), 0);
	close(fd);
}

static void try(const char *path)
{
	pid_t child[NR];

	close((int)CHECK_OK(open(path, O_CREAT | O_TRUNC | O_RDWR, 0644)));
	for (int me = 0; me < NR; me++) {
		child[me] = fork_or_fail();
		if (!child[me]) {
			append(path, me);
			_exit(0);
		}
	}
	for (int me = 0; me < NR; me++)
		wait_ok(child[me]);
	check(path);
	CHECK_OK(unlink(path));
}

int main(void)
{
	try("/tmp/appends");
	try("/appends");
	return 0;
}
