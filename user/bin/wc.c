/* wc [-l] [-w] [-c] [FILE...]: count lines, words and bytes. */

#include <user.h>

struct counts {
	unsigned long long lines, words, bytes;
};

static bool opt_lines, opt_words, opt_bytes;
static char buf[16384];

static int count(int fd, struct counts *c)
{
	bool in_word = false;
	ssize_t n;

	while ((n = read(fd, buf, sizeof(buf))) > 0) {
		c->bytes += (size_t)n;
		for (ssize_t i = 0; i < n; i++) {
			c->lines += buf[i] == '\n';
			c->words += !in_word && !isspace(buf[i]);
			in_word = !isspace(buf[i]);
		}
	}
	return n < 0 ? -1 : 0;
}

static void print(const struct counts *c, const char *name)
{
	char line[80];
	int n = 0;

	if (opt_lines)
		n += snprintf(line + n, sizeof(line) - (size_t)n, " %llu", c->lines);
	if (opt_words)
		n += snprintf(line + n, sizeof(line) - (size_t)n, " %llu", c->words);
	if (opt_bytes)
		n += snprintf(line + n, sizeof(line) - (size_t)n, " %llu", c->bytes);
	printf("%s%s%s\n", line + 1, name ? " " : "", name ? name : "");
}

int main(int argc, char **argv)
{
	struct counts total = { 0 };
	int c, status = 0;

	while ((c = getopt(argc, argv, "lwc")) != -1) {
		if (c == '?')
			return 2;
		opt_lines |= c == 'l';
		opt_words |= c == 'w';
		opt_bytes |= c == 'c';
	}
	if (!opt_lines && !opt_words && !opt_bytes)
		opt_lines = opt_words = opt_bytes = true;
	if (optind == argc) {
		if (count(0, &total) < 0)
			die("standard input");
		print(&total, NULL);
	}
	for (int i = optind; i < argc; i++) {
		struct counts one = { 0 };
		int fd = open(argv[i], O_RDONLY);

		if (fd < 0 || count(fd, &one) < 0) {
			warn("%s", argv[i]);
			status = 1;
		} else {
			print(&one, argv[i]);
		}
		if (fd >= 0)
			close(fd);
		total.lines += one.lines;
		total.words += one.words;
		total.bytes += one.bytes;
	}
	if (argc - optind > 1)
		print(&total, "total");
	return status;
}
