/*
 * Pipes, descriptors, poll, /proc and file systems in memory, when any one allocation fails: each call gives
 * ENOMEM or does its work, and the census after the test finds nothing left.
 */

#include "fail_nth.h"

#define TOP   "/tmp/fail_nth_names"
#define MANY  300 /* a descriptor that needs a larger table */
#define FILES 20

static void use_pipe(void)
{
	struct pollfd polled[FILES];
	struct timespec soon = { .tv_nsec = 1 };
	char path[64], c = 'x';
	int p[2], fd;

	if (!done(pipe(p), "pipe"))
		return;
	for (int i = 0; i < FILES; i++)
		polled[i] = (struct pollfd){ .fd = p[0], .events = POLLIN };
	done(ppoll(polled, FILES, &soon, NULL, 0), "ppoll");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", p[1]);
	fd = open(path, O_WRONLY);
	if (done(fd, "open of a pipe") && done(write(fd, &c, 1), "write"))
		CHECK_EQ(read(p[0], &c, 1), 1);
	close(fd);
	if (done(fcntl(p[0], F_DUPFD, MANY), "dup"))
		close(MANY);
	close(p[0]);
	close(p[1]);
}

static void use_tmpfs(void)
{
	static const char target[] =
		"a long text for a symbolic link, longer than what is free of charge: it is counted as a page of the "
		"file system, and that has to be taken back if there is no memory for the text itself";
	int fd, out = -1;

	if (!done(syscall(__NR_mount, "none", TOP, "tmpfs", 0L, "size=1m"), "mount"))
		return;
	done(symlink(target, TOP "/link"), "symlink");
	if (done(mkdir(TOP "/a name that is too long for a dentry to have inside"), "mkdir"))
		CHECK_OK(rmdir(TOP "/a name that is too long for a dentry to have inside"));
	fd = open(TOP "/file", O_CREAT | O_RDWR, 0600);
	if (done(fd, "open") && done(mknod(TOP "/fifo", S_IFIFO | 0600, 0), "mknod")) {
		out = open(TOP "/fifo", O_RDWR);
		if (done(out, "open of a FIFO") && done(write(fd, "text", 4), "write")) {
			lseek(fd, 0, SEEK_SET);
			done(sendfile(out, fd, NULL, 4), "sendfile");
		}
	}
	close(out);
	close(fd);
	CHECK_OK(syscall(__NR_umount2, TOP, 0));
}

static int attempt(int n)
{
	char text[256];
	int left, fd;

	fail_nth_failures = 0;
	fail_nth_set(0);
	fail_nth_set(n);
	use_pipe();
	use_tmpfs();
	fd = open("/proc/self/maps", O_RDONLY);
	if (done(fd, "open of maps"))
		done(read(fd, text, sizeof(text)), "read of maps");
	close(fd);
	left = fail_nth_get();
	fail_nth_set(0);
	CHECK(fail_nth_failures <= 1);
	if (fail_nth_failures)
		return ATTEMPT_FAILED;
	return left ? ATTEMPT_CLEAN : ATTEMPT_COPED;
}

int main(void)
{
	int result;

	CHECK_OK(mkdir(TOP));
	result = fail_every_nth(attempt, 5);
	CHECK_OK(rmdir(TOP));
	return result;
}
