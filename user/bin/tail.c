/* tail [-n LINES] [FILE]: the last lines, 10 if not said. */

#include <user.h>

int main(int argc, char **argv)
{
	long keep = 10, n = 0;
	struct reader r;
	char **ring, *line;
	size_t len;
	int c, fd = 0;

	if (argc > 1 && argv[1][0] == '-' && isdigit(argv[1][1])) {
		keep = atoi(argv[1] + 1);
		optind = 2;
	}
	while ((c = getopt(argc, argv, "n:")) != -1) {
		if (c == '?')
			return 2;
		keep = atoi(optarg);
	}
	if (optind < argc)
		fd = open(argv[optind], O_RDONLY);
	if (fd < 0)
		die("%s", argv[optind]);
	if (keep <= 0)
		return 0;
	ring = calloc((size_t)keep, sizeof(*ring));
	if (!ring)
		die("%ld lines", keep);
	reader_init(&r, fd);
	for (; (line = reader_line(&r, &len)); n++) {
		free(ring[n % keep]);
		ring[n % keep] = strdup(line);
		if (!ring[n % keep])
			die("line");
	}
	if (errno)
		die("read");
	for (long i = n > keep ? n - keep : 0; i < n; i++)
		puts(ring[i % keep]);
	return 0;
}
