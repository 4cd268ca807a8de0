/*
 * grep [-v] [-i] [-n] [-c] [-q] PATTERN [FILE...]: print the lines that match. 0 if any did, 1 if none, 2 on
 * errors. A pattern has ordinary characters, . for any, [abc] [a-z] [^x], * after one of those, ^ and $ at
 * the ends, \ before a character that is meant as such.
 */

#include <user.h>

static bool opt_not, opt_nocase, opt_number, opt_count, opt_quiet;
static bool show_names;

/* Length of the first atom of the pattern. */
static size_t atom_length(const char *p)
{
	size_t n;

	if (*p == '\\' && p[1])
		return 2;
	if (*p != '[')
		return 1;
	n = p[1] == '^' ? 2 : 1;
	n += p[n] == ']';
	while (p[n] && p[n] != ']')
		n++;
	return p[n] ? n + 1 : 1;
}

static bool same(char a, char b)
{
	return opt_nocase ? tolower(a) == tolower(b) : a == b;
}

static bool match_set(const char *p, size_t n, char c)
{
	bool not = p[1] == '^', found = false;
	size_t i = not ? 2 : 1;

	for (; i < n - 1; i++) {
		if (i + 2 < n - 1 && p[i + 1] == '-') {
			found |= (p[i] <= c && c <= p[i + 2]) ||
				 (opt_nocase && p[i] <= tolower(c) && tolower(c) <= p[i + 2]);
			i += 2;
		} else {
			found |= same(p[i], c);
		}
	}
	return found != not ;
}

static bool match_atom(const char *p, size_t n, char c)
{
	if (!c)
		return false;
	if (*p == '.')
		return true;
	if (*p == '[' && n > 1)
		return match_set(p, n, c);
	return same(*p == '\\' && n == 2 ? p[1] : *p, c);
}

static bool match_here(const char *p, const char *s)
{
	while (*p) {
		size_t n = atom_length(p);

		if (p[n] == '*') {
			const char *end = s;

			while (match_atom(p, n, *end))
				end++;
			for (; end >= s; end--)
				if (match_here(p + n + 1, end))
					return true;
			return false;
		}
		if (*p == '$' && !p[1])
			return !*s;
		if (!match_atom(p, n, *s))
			return false;
		p += n;
		s++;
	}
	return true;
}

static bool match(const char *p, const char *s)
{
	if (*p == '^')
		return match_here(p + 1, s);
	do
		if (match_here(p, s))
			return true;
	while (*s++);
	return false;
}

static int grep(const char *pattern, int fd, const char *name)
{
	unsigned long number = 0, found = 0;
	struct reader r;
	char *line;
	size_t len;

	reader_init(&r, fd);
	while ((line = reader_line(&r, &len))) {
		number++;
		if (match(pattern, line) == opt_not)
			continue;
		found++;
		if (opt_quiet)
			break;
		if (opt_count)
			continue;
		if (show_names)
			printf("%s:", name);
		if (opt_number)
			printf("%lu:", number);
		printf("%s\n", line);
	}
	if (!line && errno) {
		warn("%s", name);
		return 2;
	}
	if (opt_count)
		printf("%s%s%lu\n", show_names ? name : "", show_names ? ":" : "", found);
	reader_free(&r);
	return !found;
}

int main(int argc, char **argv)
{
	int c, status = 1;

	while ((c = getopt(argc, argv, "vincq")) != -1) {
		if (c == '?')
			return 2;
		opt_not |= c == 'v';
		opt_nocase |= c == 'i';
		opt_number |= c == 'n';
		opt_count |= c == 'c';
		opt_quiet |= c == 'q';
	}
	if (optind == argc) {
		warnx("usage: grep [-vincq] PATTERN [FILE...]");
		return 2;
	}
	if (argc - optind == 1)
		return grep(argv[optind], 0, "standard input");
	show_names = argc - optind > 2;
	for (int i = optind + 1; i < argc; i++) {
		int fd = open(argv[i], O_RDONLY), one = 2;

		if (fd < 0) {
			warn("%s", argv[i]);
		} else {
			one = grep(argv[optind], fd, argv[i]);
			close(fd);
		}
		if (one == 2 || (one == 0 && status == 1))
			status = one;
	}
	return status;
}
