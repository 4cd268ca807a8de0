/*
 * A program that runs cannot be opened for writing or made shorter (ETXTBSY), by hard link neither; it can be
 * unlinked, and renamed. One that is open for writing cannot be run. Both end with the last user.
 */

#include "test.h"

#define COPY "/tmp/running_program"
#define LINK COPY ".link"

static void copy_program(const char *from, const char *to)
{
	static char buf[PAGE_SIZE];
	int in = (int)CHECK_OK(open(from, O_RDONLY));
	int out = (int)CHECK_OK(open(to, O_WRONLY | O_CREAT | O_TRUNC, 0755));
	ssize_t n;

	while ((n = read(in, buf, sizeof(buf))) > 0)
		CHECK_EQ(write(out, buf, (size_t)n), n);
	close(in);
	close(out);
}

static void run(const char *path)
{
	char *const argv[] = { "cat", NULL };

	execv(path, argv);
	_exit(errno == ETXTBSY ? 26 : 1);
}

int main(void)
{
	int in[2], out[2], fd;
	char c;
	pid_t child;

	copy_program("/bin/cat", COPY);
	CHECK_OK(link(COPY, LINK));
	CHECK_OK(pipe(in));
	CHECK_OK(pipe(out));
	child = fork_or_fail();
	if (!child) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		close(in[1]);
		run(COPY);
	}
	CHECK_EQ(write(in[1], "x", 1), 1);
	CHECK_EQ(read(out[0], &c, 1), 1); /* it runs */
	CHECK_ERR(open(COPY, O_WRONLY), ETXTBSY);
	CHECK_ERR(open(LINK, O_RDWR), ETXTBSY);
	CHECK_ERR(open(COPY, O_RDONLY | O_TRUNC), ETXTBSY);
	close((int)CHECK_OK(open(COPY, O_RDONLY)));
	CHECK_OK(rename(COPY, COPY ".new"));
	CHECK_OK(unlink(COPY ".new"));
	close(in[1]);
	wait_ok(child);

	fd = (int)CHECK_OK(open(LINK, O_RDWR));
	child = fork_or_fail();
	if (!child)
		run(LINK);
	wait_code(child, 26);
	close(fd);
	child = fork_or_fail();
	if (!child) {
		close(in[0]);
		close(0);
		CHECK_EQ(open("/dev/null", O_RDONLY), 0);
		run(LINK);
	}
	wait_ok(child);
	CHECK_OK(unlink(LINK));
	for (int i = 0; i < 2; i++) {
		close(in[i]);
		close(out[i]);
	}
	return 0;
}
