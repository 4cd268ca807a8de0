/* Numbers from strings, sorting, random numbers, options. */

#include <user.h>

static int digit_value(int c)
{
	if (isdigit(c))
		return c - '0';
	return isalpha(c) ? tolower(c) - 'a' + 10 : 99;
}

/* base 0: 0x is hexadecimal, 0 octal, the rest decimal. Without any digit *end is s. */
unsigned long strtoul(const char *s, char **end, int base)
{
	const char *p = s, *digits;
	unsigned long n = 0;
	bool minus;

	while (isspace(*p))
		p++;
	minus = *p == '-';
	if (*p == '-' || *p == '+')
		p++;
	if ((base == 0 || base == 16) && p[0] == '0' && (p[1] | 32) == 'x' && digit_value(p[2]) < 16) {
		p += 2;
		base = 16;
	}
	if (base == 0)
		base = *p == '0' ? 8 : 10;
	for (digits = p; digit_value(*p) < base; p++)
		n = n * (unsigned int)base + (unsigned int)digit_value(*p);
	if (end)
		*end = (char *)(p == digits ? s : p);
	return minus ? -n : n;
}

long strtol(const char *s, char **end, int base)
{
	return (long)strtoul(s, end, base);
}

int atoi(const char *s)
{
	return (int)strtol(s, NULL, 10);
}

static void swap(char *a, char *b, size_t size)
{
	while (size--) {
		char t = *a;

		*a++ = *b;
		*b++ = t;
	}
}

/* Heap sort: no recursion, no bad case. */
static void sift_down(char *base, size_t root, size_t n, size_t size, int (*cmp)(const void *, const void *))
{
	for (size_t child; (child = 2 * root + 1) < n; root = child) {
		if (child + 1 < n && cmp(base + child * size, base + (child + 1) * size) < 0)
			child++;
		if (cmp(base + root * size, base + child * size) >= 0)
			return;
		swap(base + root * size, base + child * size, size);
	}
}

void qsort(void *base, size_t n, size_t size, int (*cmp)(const void *, const void *))
{
	for (size_t i = n / 2; i-- > 0;)
		sift_down(base, i, n, size, cmp);
	for (size_t i = n; i-- > 1;) {
		swap(base, (char *)base + i * size, size);
		sift_down(base, 0, i, size, cmp);
	}
}

static uint32_t rand_state = 1;

void srand(unsigned int seed)
{
	rand_state = seed ? seed : 1;
}

int rand(void)
{
	rand_state ^= rand_state << 13;
	rand_state ^= rand_state >> 17;
	rand_state ^= rand_state << 5;
	return (int)(rand_state & 0x7fffffff);
}

char *optarg;
int optind = 1;

/* As POSIX has it: stops at the first argument that is no option; '?' after a message for a bad one. */
int getopt(int argc, char *const argv[], const char *options)
{
	static const char *next = "";
	const char *known;
	int c;

	if (!*next) {
		if (optind >= argc || argv[optind][0] != '-' || !argv[optind][1])
			return -1;
		next = argv[optind++] + 1;
		if (strcmp(next, "-") == 0) {
			next = "";
			return -1;
		}
	}
	c = *next++;
	known = c == ':' ? NULL : strchr(options, c);
	if (!known) {
		warnx("invalid option -- '%c'", c);
		return '?';
	}
	if (known[1] != ':')
		return c;
	if (*next) {
		optarg = (char *)next;
		next = "";
	} else if (optind < argc) {
		optarg = argv[optind++];
	} else {
		warnx("option requires an argument -- '%c'", c);
		return '?';
	}
	return c;
}
