/* Arrays of bits, in words. None of it is atomic: callers lock. */
#ifndef KERNEL_BITMAP_H
#define KERNEL_BITMAP_H

#include <kernel/compiler.h>
#include <kernel/types.h>

#define BITS_PER_LONG	 (8 * sizeof(long))
#define BITS_TO_LONGS(n) (((n) + BITS_PER_LONG - 1) / BITS_PER_LONG)

static inline bool test_bit(unsigned long nr, const unsigned long *map)
{
	return map[nr / BITS_PER_LONG] >> (nr % BITS_PER_LONG) & 1;
}

static inline void __set_bit(unsigned long nr, unsigned long *map)
{
	map[nr / BITS_PER_LONG] |= 1ul << (nr % BITS_PER_LONG);
}

static inline void __clear_bit(unsigned long nr, unsigned long *map)
{
	map[nr / BITS_PER_LONG] &= ~(1ul << (nr % BITS_PER_LONG));
}

/* The first bit of that kind at or after start; nbits when there is none. */
unsigned long find_next_zero_bit(const unsigned long *map, unsigned long nbits, unsigned long start);
unsigned long find_next_bit(const unsigned long *map, unsigned long nbits, unsigned long start);
/* How many of the first nbits are set. */
unsigned long bitmap_weight(const unsigned long *map, unsigned long nbits);

/* Number of the lowest and of the highest set bit; word is not 0. */
static inline unsigned int lowest_bit(unsigned long word)
{
	unsigned int bit = 0;

	for (unsigned int half = BITS_PER_LONG / 2; half; half /= 2)
		if (!(word & ((1ul << half) - 1))) {
			word >>= half;
			bit += half;
		}
	return bit;
}

static inline unsigned int highest_bit(unsigned long word)
{
	unsigned int bit = 0;

	for (unsigned int half = BITS_PER_LONG / 2; half; half /= 2)
		if (word >> half) {
			word >>= half;
			bit += half;
		}
	return bit;
}

#endif
