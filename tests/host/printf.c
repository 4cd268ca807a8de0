/*
 * The kernel's vsnprintf against the host's, over everything that it says it can do.
 * sources: kernel/lib/printf.c kernel/lib/string.c
 */
#include "host.h"
#include <kernel/printk.h>
#include <kernel/string.h>
#include <limits.h>

/* The host's own, under the name it has there. */
int host_snprintf(char *buf, size_t size, const char *fmt, ...) __asm__("snprintf");

static char ours[256], theirs[256];

#define SAME(...)                                                          \
	do {                                                               \
		int n = snprintf(ours, sizeof ours, __VA_ARGS__);          \
		int m = host_snprintf(theirs, sizeof theirs, __VA_ARGS__); \
		CHECK(n == m);                                             \
		CHECK(!strcmp(ours, theirs));                              \
	} while (0)

HOST_TEST(printf_integers)
{
	static const long long values[] = { 0, 1, -1, 7, 42, -42, 255, 65536, INT_MAX, INT_MIN, LONG_MAX, LONG_MIN };

	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
		long long v = values[i];

		SAME("%d %i %u %x %X %o", (int)v, (int)v, (unsigned int)v, (unsigned int)v, (unsigned int)v, (unsigned int)v);
		SAME("%ld %lu %lx %lX", (long)v, (unsigned long)v, (unsigned long)v, (unsigned long)v);
		SAME("%lld %llu %llx", v, (unsigned long long)v, (unsigned long long)v);
		SAME("%zu %td", (size_t)v, (ptrdiff_t)v);
		SAME("%hd %hhd %hu %hhu", (short)v, (signed char)v, (unsigned short)v, (unsigned char)v);
	}
}

HOST_TEST(printf_flags_widths_and_precisions)
{
	SAME("[%5d] [%-5d] [%05d] [%+d] [% d] [%+5d] [%-+5d]", 42, 42, 42, 42, 42, 42, 42);
	SAME("[%5d] [%-5d] [%05d] [%+d] [% d]", -42, -42, -42, -42, -42);
	SAME("[%#x] [%#o] [%#10x] [%#010x] [%-#10x] [%#x]", 255, 8, 255, 255, 255, 0);
	SAME("[%.3d] [%8.3d] [%-8.3d] [%08.3d] [%.0d] [%.3x]", 7, 7, 7, 7, 0, 10);
	SAME("[%*d] [%-*d] [%.*d] [%*d]", 6, 1, 6, 2, 4, 3, -6, 4);
}

HOST_TEST(printf_strings_and_characters)
{
	SAME("[%s] [%10s] [%-10s] [%.2s] [%10.2s] [%.*s]", "abc", "abc", "abc", "abc", "abc", 1, "abc");
	SAME("[%c] [%3c] [%-3c] %%", 'x', 'y', 'z');
	SAME("%s", "");
}

HOST_TEST(printf_precision_bounds_an_unterminated_string)
{
	char bare[3] = { 'a', 'b', 'c' };

	snprintf(ours, sizeof ours, "%.3s", bare);
	CHECK(!strcmp(ours, "abc"));
}

HOST_TEST(printf_null_string_is_no_crash)
{
	const char *volatile null = NULL;

	CHECK(snprintf(ours, sizeof ours, "%s", null) > 0);
}

HOST_TEST(snprintf_cuts_off_and_tells_the_whole_length)
{
	for (size_t size = 0; size < 12; size++) {
		memset(ours, 'z', sizeof ours);
		CHECK(snprintf(ours, size, "%s-%d", "abcd", 1234) == 9);
		if (size)
			CHECK(strlen(ours) == (size - 1 < 9 ? size - 1 : 9));
		CHECK(ours[size ? size : 0] == 'z');
	}
}

HOST_TEST(scnprintf_tells_what_is_there)
{
	CHECK(scnprintf(ours, 4, "%s", "abcdef") == 3);
	CHECK(scnprintf(ours, 10, "%s", "abcdef") == 6);
	CHECK(scnprintf(ours, 1, "%s", "abcdef") == 0);
}
