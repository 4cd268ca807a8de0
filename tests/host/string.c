/*
 * Memory and strings against the obvious definition, at every alignment and around every word's end.
 * sources: kernel/lib/string.c
 */
#include "host.h"
#include <kernel/string.h>
#include <limits.h>

#define ROOM 160

static unsigned char from[ROOM], to[ROOM], want[ROOM];

static void fill(void)
{
	for (int i = 0; i < ROOM; i++) {
		from[i] = (unsigned char)host_random();
		to[i] = want[i] = (unsigned char)(i * 7);
	}
}

static int differ(void)
{
	for (int i = 0; i < ROOM; i++)
		if (to[i] != want[i])
			return 1;
	return 0;
}

HOST_TEST(memcpy_copies_exactly_n_bytes_at_any_alignment)
{
	for (int s = 0; s < 9; s++)
		for (int d = 0; d < 9; d++)
			for (int n = 0; n < 80; n++) {
				fill();
				for (int i = 0; i < n; i++)
					want[d + i] = from[s + i];
				CHECK(memcpy(to + d, from + s, n) == to + d);
				CHECK(!differ());
			}
}

HOST_TEST(memmove_survives_overlap_in_both_directions)
{
	for (int s = 0; s < 40; s++)
		for (int d = 0; d < 40; d++)
			for (int n = 0; n < 70; n += 3) {
				unsigned char copy[ROOM];

				fill();
				for (int i = 0; i < ROOM; i++)
					copy[i] = to[i];
				for (int i = 0; i < n; i++)
					want[d + i] = copy[s + i];
				CHECK(memmove(to + d, to + s, n) == to + d);
				CHECK(!differ());
			}
}

HOST_TEST(memset_sets_exactly_n_bytes)
{
	for (int d = 0; d < 17; d++)
		for (int n = 0; n < 100; n++) {
			fill();
			for (int i = 0; i < n; i++)
				want[d + i] = 0xa5;
			CHECK(memset(to + d, 0x1a5, n) == to + d);
			CHECK(!differ());
		}
}

HOST_TEST(memcmp_compares_unsigned_bytes)
{
	CHECK(memcmp("\x80", "\x01", 1) > 0);
	CHECK(memcmp("abc", "abd", 2) == 0);
	CHECK(memcmp("abcdefgh1", "abcdefgh2", 9) < 0);
	CHECK(memcmp("", "x", 0) == 0);
}

HOST_TEST(memchr_finds_the_first)
{
	const char *s = "abcabc";

	CHECK(memchr(s, 'c', 6) == s + 2);
	CHECK(memchr(s, 'c', 2) == NULL);
	CHECK(memchr(s, 0, 7) == s + 6);
}

HOST_TEST(string_lengths_and_comparisons)
{
	CHECK(strlen("") == 0 && strlen("12345678") == 8);
	CHECK(strnlen("12345678", 3) == 3 && strnlen("12", 3) == 2);
	CHECK(strcmp("a", "a") == 0 && strcmp("a", "b") < 0 && strcmp("b", "a") > 0 && strcmp("a", "ab") < 0);
	CHECK(strcmp("\xff", "a") > 0);
	CHECK(strncmp("abc", "abd", 2) == 0 && strncmp("abc", "abd", 3) < 0 && strncmp("a", "a", 100) == 0);
}

HOST_TEST(string_searches)
{
	const char *s = "a/b/c";

	CHECK(strchr(s, '/') == s + 1 && strrchr(s, '/') == s + 3);
	CHECK(strchr(s, 'x') == NULL && strrchr(s, 'x') == NULL);
	CHECK(strchr(s, 0) == s + 5 && strrchr(s, 0) == s + 5);
}

HOST_TEST(strlcpy_always_terminates)
{
	char buf[4] = "zzz";

	CHECK(strlcpy(buf, "ab", sizeof buf) == 2 && !strcmp(buf, "ab"));
	CHECK(strlcpy(buf, "abcdef", sizeof buf) == 6 && !strcmp(buf, "abc"));
	CHECK(strlcpy(buf, "xyz", 1) == 3 && buf[0] == 0);
	CHECK(strlcpy(buf, "xyz", 0) == 3);
}

HOST_TEST(strtoul_reads_numbers)
{
	char *end;

	CHECK(strtoul("123x", &end, 0) == 123 && *end == 'x');
	CHECK(strtoul("0x1Fg", &end, 0) == 31 && *end == 'g');
	CHECK(strtoul("017", NULL, 0) == 15);
	CHECK(strtoul("ff", NULL, 16) == 255);
	CHECK(strtoul("18446744073709551615", NULL, 10) == ULONG_MAX);
	CHECK(strtoul("18446744073709551616", NULL, 10) == ULONG_MAX);
	CHECK(strtoul("99999999999999999999999", &end, 10) == ULONG_MAX && *end == 0);
}
