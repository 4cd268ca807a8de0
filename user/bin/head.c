/* head [-n LINES] [FILE...]: the first lines, 10 if not said. */

#include <user.h>

static int head(int fd, const char *name, long lines)
{
	struct reader r;
	char *line;
	size_t len;

	reader_init(&r, fd);
	errno = 0;
	for (; lines > 0 && (line = reader_line(&r, &len)); lines--) {
		line[len] = '\n'; /* in place of the NUL, so that the line may have others */
		if (write_all(1, line, len + 1) < 0)
			die("write");
	}
	reader_free(&r);
	if (errno == 0)
		return 0;
	warn("%s", name);
	return 1;
}

int main(int argc, char **argv)
{
	long lines = 10;
	int c, status = 0;

	if (argc > 1 && argv[1][0] == '-' && isdigit(argv[1][1])) {
		lines = atoi(argv[1] + 1);
		optind = 2;
	}
	while ((c = getopt(argc, argv, "n:")) != -1) {
		if (c == '?')
			return 2;
		lines = atoi(optarg);
	}
	if (optind == argc)
		return head(0, "standard input", lines);
	for (int i = optind; i < argc; i++) {
		int fd = open(argv[i], O_RDONLY);

		if (fd < 0) {
			warn("%s", argv[i]);
			status = 1;
			continue;
		}
		if (argc - optind > 1)
			printf("==> %s <==\n", argv[i]);
		status |= head(fd, argv[i], lines);
		close(fd);
	}
	return status;
}
