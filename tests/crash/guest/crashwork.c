/*
 * What runs when the machine is killed: processes that replace files whole (write, fsync, rename, fsync) and say so on
 * the console, one line for each promise: "promised FILE VERSION"; others make and remove names beside them.
 */

#include <user.h>

#define NR_FILES 4

/* A file of a version: its name, its version and a number of lines, then as many lines with the version. */
static void write_version(int fd, int me, int file, unsigned int version)
{
	unsigned int lines = 1 + version * 7919u % 3000;
	char text[4096];
	int len = snprintf(text, sizeof(text), "%d-%d %u %u\n", me, file, version, lines);

	while (lines--) {
		if (len > (int)sizeof(text) - 16) {
			if (write(fd, text, (size_t)len) != len)
				die("write");
			len = 0;
		}
		len += snprintf(text + len, 16, "%010u\n", version);
	}
	if (write(fd, text, (size_t)len) != len)
		die("write");
}

static void replace(int me, int file, unsigned int version)
{
	char path[32], fresh[32];
	int fd;

	snprintf(path, sizeof(path), "/w%d-%d", me, file);
	snprintf(fresh, sizeof(fresh), "/new-%d", me);
	fd = open(fresh, O_CREAT | O_TRUNC | O_WRONLY, 0644);
	if (fd < 0)
		die("%s", fresh);
	write_version(fd, me, file, version);
	if (fsync(fd) < 0 || rename(fresh, path) < 0 || fsync(fd) < 0)
		die("%s", path);
	close(fd);
	dprintf(1, "promised %s %u\n", path, version);
}

static void shuffle_names(int me)
{
	char a[32], b[32];

	for (unsigned int i = 0;; i++) {
		snprintf(a, sizeof(a), "/n%d-%u", me, i % 7);
		snprintf(b, sizeof(b), "/n%d-%u", me, i * 5 % 7);
		if (mkdir(a) < 0)
			rmdir(a);
		rename(a, b);
		if (i % 3 == 0)
			symlink("/nowhere", b);
		else
			unlink(b);
	}
}

int main(void)
{
	for (int me = 0; me < 4; me++) {
		if (fork())
			continue;
		if (me == 3)
			shuffle_names(me);
		for (unsigned int version = 1;; version++)
			replace(me, (int)(version % NR_FILES), version);
	}
	for (;;)
		pause(1000);
}
