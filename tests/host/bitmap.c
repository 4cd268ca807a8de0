/*
 * Bitmaps against an array of bytes.
 * sources: kernel/lib/bitmap.c
 */
#include "host.h"
#include <kernel/bitmap.h>

#define BITS 200

static unsigned long map[BITS_TO_LONGS(BITS)];
static char plain[BITS];

static unsigned long find(int kind, unsigned long nbits, unsigned long start)
{
	for (; start < nbits; start++)
		if (plain[start] == kind)
			return start;
	return nbits;
}

HOST_TEST(bitmap_agrees_with_a_plain_array)
{
	for (int round = 0; round < 2000; round++) {
		unsigned long bit = host_random() % BITS, n = host_random() % (BITS + 1), start = host_random() % (n + 1), weight = 0;

		if (host_random() & 1)
			__set_bit(bit, map);
		else
			__clear_bit(bit, map);
		CHECK(test_bit(bit, map) == (plain[bit] = test_bit(bit, map)));
		CHECK(find_next_zero_bit(map, n, start) == find(0, n, start));
		CHECK(find_next_bit(map, n, start) == find(1, n, start));
		for (unsigned long i = 0; i < n; i++)
			weight += plain[i];
		CHECK(bitmap_weight(map, n) == weight);
	}
}

HOST_TEST(bitmap_full_and_empty)
{
	for (unsigned long i = 0; i < BITS; i++)
		__set_bit(i, map);
	for (unsigned long n = 0; n <= BITS; n++) {
		CHECK(find_next_zero_bit(map, n, 0) == n);
		CHECK(bitmap_weight(map, n) == n);
	}
	for (unsigned long i = 0; i < BITS; i++)
		__clear_bit(i, map);
	for (unsigned long n = 0; n <= BITS; n++)
		CHECK(find_next_bit(map, n, 0) == n);
}

HOST_TEST(lowest_and_highest_bit)
{
	for (unsigned int low = 0; low < BITS_PER_LONG; low++)
		for (unsigned int high = low; high < BITS_PER_LONG; high++) {
			unsigned long word = 1ul << low | 1ul << high;

			CHECK(lowest_bit(word) == low && highest_bit(word) == high);
		}
}
