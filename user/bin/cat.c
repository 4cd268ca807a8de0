/* cat [FILE...]: copy files, or standard input, to standard output. - is standard input. */

#include <user.h>

static char buf[16384];

static int cat(int fd, const char *name)
{
	ssize_t n;

	while ((n = read(fd, buf, sizeof(buf))) > 0)
		if (write_all(1, buf, (size_t)n) < 0)
			die("write");
	if (n == 0)
		return 0;
	warn("%s", name);
	return 1;
}

int main(int argc, char **argv)
{
	int status = 0;

	if (argc == 1)
		return cat(0, "standard input");
	for (int i = 1; i < argc; i++) {
		int fd = strcmp(argv[i], "-") ? open(argv[i], O_RDONLY) : 0;

		if (fd < 0) {
			warn("%s", argv[i]);
			status = 1;
			continue;
		}
		status |= cat(fd, argv[i]);
		if (fd)
			close(fd);
	}
	return status;
}
