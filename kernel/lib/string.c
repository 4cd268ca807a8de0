/*
 * Memory and strings. The memory functions move whole words, eight a turn, once both sides are
 * aligned: instructions are what they cost. The compiler calls them too, so it must not find a
 * memcpy() in the loops of memcpy().
 */
#include <kernel/compiler.h>
#include <kernel/string.h>
#include <kernel/types.h>

#ifndef __clang__
#pragma GCC optimize("no-tree-loop-distribute-patterns")
#endif

#ifdef __KERNEL__ /* a test on the host gives them other names, with -D */
#undef memcpy
#undef memmove
#undef memset
#undef memcmp
#undef strlen
#undef strcmp
#endif

#define WORD	  sizeof(unsigned long)
#define WORD_MASK (WORD - 1)

/* Can a word of one and a word of the other be aligned at the same time? */
static inline bool aligned_alike(const void *a, const void *b)
{
	return !(((unsigned long)a ^ (unsigned long)b) & WORD_MASK);
}

static inline bool unaligned(const void *p)
{
	return (unsigned long)p & WORD_MASK;
}

void *memcpy(void *to, const void *from, size_t n)
{
	unsigned char *d = to;
	const unsigned char *s = from;

	if (n >= WORD && likely(aligned_alike(d, s))) {
		for (; unaligned(d); n--)
			*d++ = *s++;

		unsigned long *dw = (unsigned long *)d;
		const unsigned long *sw = (const unsigned long *)s;

		for (; n >= 8 * WORD; n -= 8 * WORD, dw += 8, sw += 8) {
			unsigned long w0 = sw[0], w1 = sw[1], w2 = sw[2], w3 = sw[3];
			unsigned long w4 = sw[4], w5 = sw[5], w6 = sw[6], w7 = sw[7];

			dw[0] = w0, dw[1] = w1, dw[2] = w2, dw[3] = w3;
			dw[4] = w4, dw[5] = w5, dw[6] = w6, dw[7] = w7;
		}
		for (; n >= WORD; n -= WORD)
			*dw++ = *sw++;
		d = (unsigned char *)dw;
		s = (const unsigned char *)sw;
	}
	for (; n >= 4; n -= 4, d += 4, s += 4) {
		unsigned char c0 = s[0], c1 = s[1], c2 = s[2], c3 = s[3];

		d[0] = c0, d[1] = c1, d[2] = c2, d[3] = c3;
	}
	while (n--)
		*d++ = *s++;
	return to;
}

/* From the last byte to the first: for a target that overlaps its source from above. */
static void copy_backwards(unsigned char *d, const unsigned char *s, size_t n)
{
	d += n;
	s += n;
	if (aligned_alike(d, s)) {
		for (; n && unaligned(d); n--)
			*--d = *--s;
		for (; n >= WORD; n -= WORD) {
			d -= WORD;
			s -= WORD;
			*(unsigned long *)d = *(const unsigned long *)s;
		}
	}
	while (n--)
		*--d = *--s;
}

void *memmove(void *to, const void *from, size_t n)
{
	/* memcpy() loads up to 8 words before it stores them, all from above what it stored. */
	if ((unsigned long)to - (unsigned long)from >= n)
		return memcpy(to, from, n);
	copy_backwards(to, from, n);
	return to;
}

void *memset(void *to, int byte, size_t n)
{
	unsigned char *d = to;
	unsigned long word = (unsigned char)byte * (~0ul / 0xff);

	if (n >= WORD) {
		for (; unaligned(d); n--)
			*d++ = byte;

		unsigned long *dw = (unsigned long *)d;

		for (; n >= 8 * WORD; n -= 8 * WORD, dw += 8) {
			dw[0] = word, dw[1] = word, dw[2] = word, dw[3] = word;
			dw[4] = word, dw[5] = word, dw[6] = word, dw[7] = word;
		}
		for (; n >= WORD; n -= WORD)
			*dw++ = word;
		d = (unsigned char *)dw;
	}
	while (n--)
		*d++ = byte;
	return to;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *x = a, *y = b;

	if (aligned_alike(x, y) && !unaligned(x))
		for (; n >= WORD && *(const unsigned long *)x == *(const unsigned long *)y; n -= WORD) {
			x += WORD;
			y += WORD;
		}
	for (; n; n--, x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}

void *memchr(const void *s, int byte, size_t n)
{
	for (const unsigned char *p = s; n; n--, p++)
		if (*p == (unsigned char)byte)
			return (void *)p;
	return NULL;
}

size_t strlen(const char *s)
{
	const char *end = s;

	while (*end)
		end++;
	return end - s;
}

size_t strnlen(const char *s, size_t max)
{
	size_t n = 0;

	while (n < max && s[n])
		n++;
	return n;
}

int strcmp(const char *a, const char *b)
{
	for (; *a && *a == *b; a++)
		b++;
	return (unsigned char)*a - (unsigned char)*b;
}

int strncmp(const char *a, const char *b, size_t n)
{
	for (; n && *a && *a == *b; n--, a++)
		b++;
	return n ? (unsigned char)*a - (unsigned char)*b : 0;
}

char *strchr(const char *s, int c)
{
	for (; *s != (char)c; s++)
		if (!*s)
			return NULL;
	return (char *)s;
}

char *strrchr(const char *s, int c)
{
	const char *last = NULL;

	do {
		if (*s == (char)c)
			last = s;
	} while (*s++);
	return (char *)last;
}

size_t strlcpy(char *to, const char *from, size_t size)
{
	size_t n = strlen(from);

	if (size) {
		size_t fits = n < size ? n : size - 1;

		memcpy(to, from, fits);
		to[fits] = '\0';
	}
	return n;
}

static unsigned int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 'a' - 'A';
	return c >= 'a' && c <= 'z' ? c - 'a' + 10 : 36;
}

unsigned long strtoul(const char *s, char **end, unsigned int base)
{
	unsigned long n = 0;
	bool overflow = false;

	if ((base == 0 || base == 16) && s[0] == '0' && (s[1] | 32) == 'x' && digit_value(s[2]) < 16) {
		base = 16;
		s += 2;
	} else if (base == 0) {
		base = s[0] == '0' ? 8 : 10;
	}
	for (; digit_value(*s) < base; s++) {
		if (__builtin_mul_overflow(n, (unsigned long)base, &n) ||
		    __builtin_add_overflow(n, (unsigned long)digit_value(*s), &n))
			overflow = true;
	}
	if (end)
		*end = (char *)s;
	return overflow ? ~0ul : n;
}
