/* Files: the older names over the *at calls, and reading and writing with less ado. */

#include <user.h>

long __getcwd(char *buf, size_t n);

int open(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = (flags & O_CREATE) == O_CREATE ? 0666 : flags & O_CREAT ? va_arg(ap, mode_t)
								       : 0;
	va_end(ap);
	return openat(AT_FDCWD, path, flags & ~(O_CREATE & ~O_CREAT), mode);
}

int stat(const char *path, struct stat *st)
{
	return fstatat(AT_FDCWD, path, st, 0);
}

int lstat(const char *path, struct stat *st)
{
	return fstatat(AT_FDCWD, path, st, AT_SYMLINK_NOFOLLOW);
}

int(mkdir)(const char *path, ...)
{
	return mkdirat(AT_FDCWD, path, 0777);
}

int rmdir(const char *path)
{
	return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

int mknod(const char *path, mode_t mode, dev_t dev)
{
	return mknodat(AT_FDCWD, path, mode, dev);
}

int link(const char *old, const char *path)
{
	return linkat(AT_FDCWD, old, AT_FDCWD, path, 0);
}

int symlink(const char *target, const char *path)
{
	return symlinkat(target, AT_FDCWD, path);
}

ssize_t readlink(const char *path, char *buf, size_t n)
{
	return readlinkat(AT_FDCWD, path, buf, n);
}

int unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

int rename(const char *old, const char *path)
{
	return renameat2(AT_FDCWD, old, AT_FDCWD, path, 0);
}

int chmod(const char *path, mode_t mode)
{
	return fchmodat(AT_FDCWD, path, mode);
}

int access(const char *path, int how)
{
	return faccessat(AT_FDCWD, path, how);
}

char *getcwd(char *buf, size_t n)
{
	return __getcwd(buf, n) < 0 ? NULL : buf;
}

/* dup3 refuses equal numbers, dup2 only checks them. */
int dup2(int fd, int to)
{
	if (fd == to)
		return fcntl(fd, F_GETFD) < 0 ? -1 : to;
	return dup3(fd, to, 0);
}

int pipe(int fds[2])
{
	return pipe2(fds, 0);
}

int isatty(int fd)
{
	struct termios t;

	return ioctl(fd, TCGETS, &t) == 0;
}

int write_all(int fd, const void *buf, size_t n)
{
	for (const char *p = buf; n;) {
		ssize_t done = write(fd, p, n);

		if (done < 0)
			return -1;
		p += done;
		n -= (size_t)done;
	}
	return 0;
}

ssize_t read_file(const char *path, char *buf, size_t n)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t len = 0;
	ssize_t got = 0;

	if (fd < 0)
		return -1;
	while (len < n - 1 && (got = read(fd, buf + len, n - 1 - len)) > 0)
		len += (size_t)got;
	close(fd);
	buf[len] = '\0';
	return got < 0 ? -1 : (ssize_t)len;
}

char *gets(char *buf, int max)
{
	int n = 0;

	while (n < max - 1 && read(0, buf + n, 1) == 1)
		if (buf[n++] == '\n')
			break;
	buf[n] = '\0';
	return buf;
}

void reader_init(struct reader *r, int fd)
{
	memset(r, 0, offsetof(struct reader, buf));
	r->fd = fd;
}

void reader_free(struct reader *r)
{
	free(r->line);
}

static bool reader_keep(struct reader *r, size_t at, size_t n)
{
	if (at + n + 1 > r->room) {
		char *line = realloc(r->line, 2 * (at + n + 1));

		if (!line)
			return false;
		r->line = line;
		r->room = 2 * (at + n + 1);
	}
	memcpy(r->line + at, r->buf + r->pos, n);
	r->line[at + n] = '\0';
	return true;
}

char *reader_line(struct reader *r, size_t *len)
{
	bool any = false;

	errno = 0;
	for (*len = 0;;) {
		char *nl;
		size_t n;

		if (r->pos == r->len) {
			ssize_t got = read(r->fd, r->buf, sizeof(r->buf));

			if (got <= 0)
				return got == 0 && any ? r->line : NULL;
			r->pos = 0;
			r->len = (size_t)got;
		}
		nl = memchr(r->buf + r->pos, '\n', r->len - r->pos);
		n = nl ? (size_t)(nl - r->buf) - r->pos : r->len - r->pos;
		if (!reader_keep(r, *len, n))
			return NULL;
		any = true;
		*len += n;
		r->pos += n + (nl != NULL);
		if (nl)
			return r->line;
	}
}
