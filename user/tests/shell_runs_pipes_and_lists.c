/* The shell: pipes, redirection, quotes, lists, status. */

#include "test.h"

static void sh(const char *command, const char *want, int status)
{
	char *argv[] = { "sh", "-c", (char *)command, NULL }, got[256] = "";
	size_t len = 0;
	ssize_t n;
	int fds[2];
	pid_t pid;

	CHECK_OK(pipe2(fds, O_CLOEXEC));
	pid = fork_or_fail();
	if (pid == 0) {
		dup2(fds[1], 1);
		execv("/bin/sh", argv);
		_exit(99);
	}
	close(fds[1]);
	while ((n = read(fds[0], got + len, sizeof(got) - 1 - len)) > 0)
		len += (size_t)n;
	close(fds[0]);
	wait_code(pid, status);
	if (strcmp(got, want) != 0)
		FAIL("sh -c '%s': expected \"%s\", got \"%s\"", command, want, got);
}

int main(void)
{
	sh("echo a b | cat | wc -w", "2\n", 0);
	sh("echo \"x  y\" 'p $q' \\$z; exit 3", "x  y p $q $z\n", 3);
	sh("false || echo or && echo and", "or\nand\n", 0);
	sh("nosuch 2> /dev/null; echo $?", "127\n", 0);
	sh("/tmp 2> /dev/null", "", 126);
	sh("F=/tmp/shell_test; echo 1 > $F; echo 2 >> $F; cat < $F; rm $F", "1\n2\n", 0);
	sh("(exit 5); echo $?; sleep 0.01 & wait; echo done", "5\ndone\n", 0);
	sh("A=7; echo $A; echo err 2>&1 | cat; cd /tmp; pwd # comment", "7\nerr\n/tmp\n", 0);
	sh("exec 5> /tmp/shell_test; echo kept >&5; exec 5>&-; exec < /tmp/shell_test; cat", "kept\n", 0);
	CHECK_OK(unlink("/tmp/shell_test"));
	sh("echo one > /dev/stdout | cat; echo two > /dev/stdout | cat", "one\ntwo\n", 0);
	return 0;
}
