/* #! names an interpreter and one argument for it; the script's path and arguments follow. */

#include "test.h"

static const char *script = "/tmp/exec_script_interpreter";

static void make(const char *text)
{
	int fd = (int)CHECK_OK(open(script, O_WRONLY | O_CREAT | O_TRUNC, 0755));

	CHECK_OK(write_all(fd, text, strlen(text)));
	close(fd);
}

static void must_print(char *const argv[], const char *want)
{
	char got[256] = "";
	size_t len = 0;
	ssize_t n;
	int fds[2];
	pid_t pid;

	CHECK_OK(pipe(fds));
	pid = fork_or_fail();
	if (pid == 0) {
		dup2(fds[1], 1);
		close(fds[0]);
		close(fds[1]);
		execv(script, argv);
		_exit(2);
	}
	close(fds[1]);
	while ((n = read(fds[0], got + len, sizeof(got) - 1 - len)) > 0)
		len += (size_t)n;
	close(fds[0]);
	wait_code(pid, 0);
	if (strcmp(got, want) != 0)
		FAIL("script: expected \"%s\", got \"%s\"", want, got);
}

int main(void)
{
	char *args[] = { "ignored", "x y", NULL }, *none[] = { "s", NULL };

	make("#!/bin/echo\n");
	must_print(args, "/tmp/exec_script_interpreter x y\n");
	make("#! /bin/echo one two \nrest");
	must_print(args, "one two /tmp/exec_script_interpreter x y\n");
	make("#!/bin/sh\necho $# \"$1\"\n");
	must_print(args, "1 x y\n");
	make("#!/nosuch\n");
	CHECK_ERR(execv(script, none), ENOENT);
	make("#!/tmp/exec_script_interpreter\n"); /* itself */
	CHECK_ERR(execv(script, none), ELOOP);
	make("no format at all\n");
	CHECK_ERR(execv(script, none), ENOEXEC);
	CHECK_OK(unlink(script));
	return 0;
}
