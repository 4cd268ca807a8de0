/*
 * init, the first process. With arguments it runs them as one shell command and ends with its status, which
 * powers the machine off. Without, it keeps a shell on the console and collects orphans.
 */

#include <user.h>

static void open_console(void)
{
	int fd;

	if (fcntl(0, F_GETFD) >= 0 && fcntl(1, F_GETFD) >= 0 && fcntl(2, F_GETFD) >= 0)
		return;
	fd = open("/dev/console", O_RDWR);
	if (fd < 0) {
		mknod("/console", S_IFCHR | 0600, DEV_MAKE(5, 1)); /* no /dev: the node is ours to make */
		fd = open("/console", O_RDWR);
	}
	dup2(fd, 0);
	dup2(fd, 1);
	dup2(fd, 2);
	if (fd > 2)
		close(fd);
}

static char *join(char **words)
{
	size_t n = 1;
	char *text, *t;

	for (char **w = words; *w; w++)
		n += strlen(*w) + 1;
	t = text = malloc(n);
	if (!text)
		die("command");
	for (char **w = words; *w; w++) {
		t = strcpy(t, *w) + strlen(*w);
		*t++ = ' ';
	}
	t[-1] = '\0';
	return text;
}

/* A session of its own, so that the console can be its terminal and ^C has a group to go to. */
static pid_t start_shell(char *command)
{
	char *argv[] = { "sh", command ? "-c" : NULL, command, NULL };
	pid_t pid = fork();

	if (pid < 0)
		die("fork");
	if (pid == 0) {
		setsid();
		ioctl(0, TIOCSCTTY, 0);
		pid = getpid();
		ioctl(0, TIOCSPGRP, &pid);
		execv("/bin/sh", argv);
		warn("/bin/sh");
		_exit(127);
	}
	return pid;
}

/* Waits for that child, and whoever else comes by. */
static int wait_for(pid_t pid)
{
	int status;
	pid_t gone;

	do {
		gone = wait(&status);
		if (gone < 0 && errno != EINTR)
			die("wait");
	} while (gone != pid);
	return status;
}

int main(int argc, char **argv)
{
	open_console();
	if (chdir("/") < 0)
		warn("/");
	if (argc > 1)
		return wait_for(start_shell(join(argv + 1)));
	printf("ditto: type help for the shell, ls /bin for programs, halt to end\n");
	for (;;) {
		int status = wait_for(start_shell(NULL));

		if (status)
			printf("init: sh ended with %d, starting another\n", status);
		if (status == 127)
			sleep(10);
	}
}
