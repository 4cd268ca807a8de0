/* Searching and counting in arrays of bits, a word at a time. */
#include <kernel/bitmap.h>

/* The first bit at or after start that is set in map ^ flip. */
static unsigned long find_next(const unsigned long *map, unsigned long nbits, unsigned long start,
			       unsigned long flip)
{
	unsigned long word, i = start / BITS_PER_LONG;

	if (start >= nbits)
		return nbits;
	word = (map[i] ^ flip) & ~0ul << start % BITS_PER_LONG;
	while (!word) {
		if (++i >= BITS_TO_LONGS(nbits))
			return nbits;
		word = map[i] ^ flip;
	}
	i = i * BITS_PER_LONG + lowest_bit(word);
	return i < nbits ? i : nbits;
}

unsigned long find_next_bit(const unsigned long *map, unsigned long nbits, unsigned long start)
{
	return find_next(map, nbits, start, 0);
}

unsigned long find_next_zero_bit(const unsigned long *map, unsigned long nbits, unsigned long start)
{
	return find_next(map, nbits, start, ~0ul);
}

unsigned long bitmap_weight(const unsigned long *map, unsigned long nbits)
{
	unsigned long weight = 0;

	for (unsigned long bit = find_next_bit(map, nbits, 0); bit < nbits;
	     bit = find_next_bit(map, nbits, bit + 1))
		weight++;
	return weight;
}
