/* Directories, read a buffer at a time. */

#include <user.h>

struct dir {
	int fd;
	size_t pos, len;
	char buf[2048] __attribute__((aligned(8)));
};

DIR *opendir(const char *path)
{
	DIR *dir = malloc(sizeof(*dir));

	if (!dir)
		return NULL;
	dir->pos = dir->len = 0;
	dir->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir->fd < 0) {
		free(dir);
		return NULL;
	}
	return dir;
}

struct linux_dirent64 *readdir(DIR *dir)
{
	struct linux_dirent64 *d;

	if (dir->pos == dir->len) {
		ssize_t got = getdents64(dir->fd, dir->buf, sizeof(dir->buf));

		if (got <= 0)
			return NULL;
		dir->pos = 0;
		dir->len = (size_t)got;
	}
	d = (struct linux_dirent64 *)(dir->buf + dir->pos);
	dir->pos += d->d_reclen;
	return d;
}

int closedir(DIR *dir)
{
	int err = close(dir->fd);

	free(dir);
	return err;
}
