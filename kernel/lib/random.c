/*
 * A generator of 64-bit numbers: a counter with a large odd step, scrambled on the way out (the
 * construction known as SplitMix). Each call takes its own steps of the counter, so CPUs do not
 * need a lock. The counter starts from what add_randomness() is given.
 */
#include <kernel/atomic.h>
#include <kernel/random.h>
#include <kernel/string.h>

#define STEP 0x9e3779b97f4a7c15ul

static unsigned long counter = 0x6a09e667ul;

static u64 scramble(u64 x)
{
	x ^= x >> 30;
	x *= 0xbf58476d1ce4e5b9ull;
	x ^= x >> 27;
	x *= 0x94d049bb133111ebull;
	return x ^ x >> 31;
}

void add_randomness(u64 value)
{
	value = scramble(value);
	__atomic_fetch_add(&counter, (unsigned long)(value ^ value >> 32), __ATOMIC_RELAXED);
}

void get_random_bytes(void *buf, size_t n)
{
	char *to = buf;

	while (n) {
		u64 value = scramble(__atomic_fetch_add(&counter, (unsigned long)STEP, __ATOMIC_RELAXED));
		size_t part = n < sizeof(value) ? n : sizeof(value);

		memcpy(to, &value, part);
		to += part;
		n -= part;
	}
}
