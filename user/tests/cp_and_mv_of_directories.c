/*
 * cp -r copies links as links, does not follow itself for ever when a directory is copied into itself, and
 * takes a slash behind a directory's name for what it is, as mv does.
 */

#include "test.h"

#define DIR_NAME "/tmp/cp_and_mv"

static void run(const char *command, int status)
{
	char *argv[] = { "sh", "-c", (char *)command, NULL };
	pid_t pid = fork_or_fail();
	int got;

	if (pid == 0) {
		execv("/bin/sh", argv);
		_exit(99);
	}
	got = exit_code(wait_word(pid));
	if (got != status)
		FAIL("%s: expected status %d, got %d", command, status, got);
}

int main(void)
{
	char target[64];
	struct stat st;

	CHECK_OK(mkdir(DIR_NAME));
	CHECK_OK(chdir(DIR_NAME));
	run("mkdir -p a/sub to; echo text > a/sub/file; ln -s sub a/link; ln -s nowhere a/dangling", 0);
	run("cp -r a/ to", 0);
	CHECK_OK(stat("to/a/sub/file", &st));
	CHECK_EQ(readlink("to/a/link", target, sizeof(target)), 3);
	CHECK_EQ(readlink("to/a/dangling", target, sizeof(target)), 7);
	run("cp -r a a/inside 2> /dev/null", 1);
	CHECK_OK(stat("a/inside/sub/file", &st));
	CHECK_ERR(stat("a/inside/inside", &st), ENOENT);
	run("mkdir into; mv -f a/ into", 0);
	CHECK_OK(stat("into/a/sub/file", &st));
	run("rm -r a 2> /dev/null", 1);
	CHECK_OK(chdir("/"));
	run("rm -r " DIR_NAME, 0);
	return 0;
}
