/*
 * Memory and strings, as the C library has them. The common calls are macros over the compiler's
 * builtins: a copy of known small size becomes a few loads and stores, anything else a call.
 */
#ifndef KERNEL_STRING_H
#define KERNEL_STRING_H

#include <stddef.h>

void *memcpy(void *to, const void *from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *to, int byte, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memchr(const void *s, int byte, size_t n);

size_t strlen(const char *s);
size_t strnlen(const char *s, size_t max);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
/* Copy what fits into size bytes, always with a NUL (if size is not 0). The length of from. */
size_t strlcpy(char *to, const char *from, size_t size);

/*
 * A number in the given base (0: by its prefix 0x, 0, or decimal). *end is the first character
 * that is no part of it; end may be NULL. A number too large becomes ULONG_MAX.
 */
unsigned long strtoul(const char *s, char **end, unsigned int base);

#ifdef __KERNEL__
#define memcpy(to, from, n)  __builtin_memcpy(to, from, n)
#define memmove(to, from, n) __builtin_memmove(to, from, n)
#define memset(to, byte, n)  __builtin_memset(to, byte, n)
#define memcmp(a, b, n)	     __builtin_memcmp(a, b, n)
#define strlen(s)	     __builtin_strlen(s)
#define strcmp(a, b)	     __builtin_strcmp(a, b)
#endif

#endif
