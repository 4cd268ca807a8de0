/*
 * random_calls DIRECTORY FIRST LAST [-v]: for each seed the same calls, drawn by lot, on a few names and descriptors,
 * in an empty directory that is the root meanwhile. What they return, and what is read, is printed (-v) and summed
 * up in one line a seed. The line is the same on Linux and on what claims to be like it.
 *
 * Lots are drawn in statements of their own: in which order a call's arguments are evaluated is the compiler's choice.
 */
#define _GNU_SOURCE
#define _FILE_OFFSET_BITS 64
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define STEPS	       600
#define NR_FDS	       6
#define NR_ELEM(array) (sizeof(array) / sizeof((array)[0]))

static uint64_t state, sum;
static int verbose, fds[NR_FDS];
static char data[30000];

static uint32_t draw(uint32_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 20) % n;
}

static uint64_t add_up(uint64_t start, const char *bytes, long n)
{
	while (n-- > 0)
		start = (start ^ (unsigned char)*bytes++) * 1099511628211u;
	return start;
}

static void note(const char *format, ...)
{
	char text[400];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	sum = add_up(sum, text, (long)strlen(text));
	if (verbose)
		fputs(text, stdout);
}

/* What a call has returned: a number, or an error's name. */
static void result(long ret)
{
	note(" = %s %ld\n", ret < 0 ? strerrorname_np(errno) : "ok", ret);
}

/* ---- Arguments ---- */

static const char *some_path(void)
{
	static const char *const names[] = { "a", "b", "c", "a", "b", "c", "..", "." };
	static char paths[4][32];
	static int next;
	char *path = paths[next++ % 4];
	unsigned int depth = 1 + draw(draw(4) ? 2 : 3);

	strcpy(path, draw(8) ? "" : "/");
	while (depth--) {
		strcat(path, names[draw(draw(4) ? 3 : 8)]);
		if (depth || !draw(15))
			strcat(path, "/");
	}
	note(" %s", path);
	return path;
}

/* An open one, if that is easily found. */
static int *some_slot(void)
{
	int slot = (int)draw(NR_FDS);

	if (fds[slot] < 0)
		slot = (int)draw(NR_FDS);
	note(" #%d", slot);
	return &fds[slot];
}

static int some_dir(void)
{
	return draw(6) ? AT_FDCWD : *some_slot();
}

static long some_offset(void)
{
	long offset = (long)draw(6);

	switch (draw(4)) {
	case 0:
	case 1:
		offset = (long)draw(5000);
		break;
	case 2:
		offset += 4096 * (long)draw(20) - 3;
		break;
	default:
		offset = (long)draw(200000);
	}
	note(" %ld", offset);
	return offset;
}

static size_t some_data(void)
{
	size_t n = draw(4) ? draw(300) : draw(20000);

	for (size_t i = 0; i < n; i++)
		data[i] = (char)(n + 7 * i);
	note(" %zu", n);
	return n;
}

/* ---- Calls ---- */

static void do_open(void)
{
	static const int flags[] = { O_RDONLY, O_WRONLY, O_RDWR, O_PATH, O_RDWR | O_CREAT, O_RDWR | O_CREAT | O_EXCL,
				     O_RDONLY | O_DIRECTORY, O_RDWR | O_CREAT | O_TRUNC, O_WRONLY | O_APPEND | O_CREAT,
				     O_RDONLY | O_CREAT, O_RDWR | O_NOFOLLOW | O_CREAT, O_PATH | O_NOFOLLOW,
				     O_RDWR | O_APPEND, O_RDONLY | O_TRUNC, O_RDWR | O_CREAT };
	int *slot = some_slot(), dir = some_dir(), how = (int)draw(NR_ELEM(flags));
	const char *path = some_path();
	int fd = openat(dir, path, flags[how], 0600 + draw(0200));

	note(" flags %d", how);
	result(fd < 0 ? -1 : 0);
	if (fd < 0)
		return;
	if (*slot >= 0)
		close(*slot);
	*slot = fd;
}

static void do_read(void)
{
	struct iovec pieces[2] = { { data, 200 }, { data + 10000, draw(5000) } };
	size_t size = draw(9000);
	int fd = *some_slot();
	long n;

	memset(data, 0, sizeof(data));
	switch (draw(3)) {
	case 0:
		n = read(fd, data, size);
		break;
	case 1:
		n = readv(fd, pieces, 2);
		break;
	default:
		n = pread(fd, data, size, some_offset());
	}
	note(" read %llx", (unsigned long long)add_up(0, data, sizeof(data)));
	result(n);
}

static void do_write(void)
{
	struct iovec pieces[2] = { { data, 20 }, { data + 100, some_data() } };
	int fd = *some_slot();

	switch (draw(3)) {
	case 0:
		return result(write(fd, data, pieces[1].iov_len));
	case 1:
		return result(writev(fd, pieces, 2));
	default:
		return result(pwrite(fd, data, pieces[1].iov_len, some_offset()));
	}
}

/* What a directory's offsets are is its own matter. */
static void do_seek(void)
{
	static const int whences[] = { SEEK_SET, SEEK_CUR, SEEK_END, SEEK_DATA, SEEK_HOLE };
	int fd = *some_slot(), whence = (int)draw(NR_ELEM(whences));
	struct stat st;

	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
		return result(lseek(fd, 0, SEEK_SET));
	note(" whence %d", whence);
	result((long)lseek(fd, some_offset() - (whence ? 1000 : 0), whences[whence]));
}

static void do_size(void)
{
	const char *path = some_path();
	int fd = *some_slot();
	long size = some_offset();

	result(draw(2) ? ftruncate(fd, size) : truncate(path, size));
}

static void do_make(void)
{
	int dir = some_dir(), from = some_dir();
	const char *path = some_path(), *old = some_path();

	switch (draw(5)) {
	case 0:
		return result(symlinkat(old, dir, path));
	case 1:
		return result(linkat(from, old, dir, path, draw(2) ? AT_SYMLINK_FOLLOW : 0));
	case 2:
		return result(mknodat(dir, path, S_IFREG | 0640, 0));
	default:
		return result(mkdirat(dir, path, 0700 + draw(0100)));
	}
}

static void do_rename(void)
{
	unsigned int flags = draw(2) ? 0 : 1u << draw(2); /* none, or RENAME_NOREPLACE, or RENAME_EXCHANGE */
	int from = some_dir(), to = some_dir();
	const char *old = some_path(), *new = some_path();

	note(" %u", flags);
	result(syscall(SYS_renameat2, from, old, to, new, flags));
}

static void do_remove(void)
{
	const char *path = some_path();
	int dir = some_dir();

	result(unlinkat(dir, path, draw(3) ? 0 : AT_REMOVEDIR));
}

static void do_stat(void)
{
	struct stat st = { .st_mode = 0 };
	const char *path = some_path();
	int ret, fd = some_dir();

	ret = draw(2) ? fstat(fd, &st) : fstatat(fd, path, &st, draw(2) ? AT_SYMLINK_NOFOLLOW : 0);
	note(" mode %o links %ld size %ld", st.st_mode, (long)st.st_nlink, S_ISDIR(st.st_mode) ? 0 : (long)st.st_size);
	result(ret);
}

static void do_attributes(void)
{
	const char *path = some_path();
	char target[40] = { 0 };

	if (draw(2))
		result(chmod(path, 0600 + draw(0200)));
	else
		result(readlink(path, target, 1 + draw(30)));
	note(" %s\n", target);
}

static void do_chdir(void)
{
	char here[100] = { 0 };

	result(draw(3) ? chdir(some_path()) : fchdir(*some_slot()));
	result(syscall(SYS_getcwd, here, sizeof(here)));
	note(" at %s\n", here);
	if (!draw(3))
		result(chdir("/"));
}

/* The order of names is the file system's own: only their sum is told. */
static void do_list(void)
{
	int fd = open(some_path(), O_RDONLY | O_DIRECTORY);
	uint64_t names = 0;
	char entries[300];
	long n = -1;

	while (fd >= 0 && (n = syscall(SYS_getdents64, fd, entries, 64 + draw(200))) > 0) {
		for (long at = 0; at < n;) {
			unsigned short size;

			memcpy(&size, entries + at + 16, sizeof(size));
			names += add_up(1, entries + at + 18, 1 + (long)strlen(entries + at + 19));
			at += size;
		}
	}
	note(" names %llx", (unsigned long long)names);
	result(n);
	close(fd);
}

static void do_descriptors(void)
{
	int *from = some_slot(), *to = some_slot(), fd;

	if (from == to)
		return result(close(*from) | (*from = -1));
	fd = dup(*from);
	result(fd < 0 ? -1 : 0);
	close(*to);
	*to = fd;
}

static void (*const calls[])(void) = { do_open, do_open, do_open, do_read, do_read, do_write, do_write, do_write,
				       do_seek, do_size, do_make, do_make, do_make, do_rename, do_rename, do_remove,
				       do_stat, do_stat, do_list, do_attributes, do_chdir, do_descriptors };

static void run(unsigned int seed)
{
	state = seed * 7919ull + 12345;
	sum = 1;
	for (int i = 0; i < NR_FDS; i++)
		fds[i] = -1;
	for (int i = 0; i < STEPS; i++) {
		unsigned int call = draw(i < 20 ? 3 : NR_ELEM(calls)); /* some files first */

		note("%d: %u", i, call);
		calls[call]();
	}
	printf("seed %u: %016llx\n", seed, (unsigned long long)sum);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	char dir[32];

	verbose = argc > 4;
	umask(0);
	if (argc < 4 || chdir(argv[1]) < 0)
		return 2;
	for (int seed = atoi(argv[2]); seed < atoi(argv[3]); seed++) {
		snprintf(dir, sizeof(dir), "seed-%d", seed);
		if (fork() == 0) {
			if (mkdir(dir, 0755) < 0 || chroot(dir) < 0 || chdir("/") < 0)
				return 1;
			run((unsigned int)seed);
			return 0;
		}
		wait(NULL);
	}
	return 0;
}
