/* Strings and memory. The plain loops are enough here: what is hot copies in the kernel. */

#include <user.h>

void *memcpy(void *to, const void *from, size_t n)
{
	char *t = to;
	const char *f = from;

	if (((uintptr_t)t | (uintptr_t)f) % sizeof(long) == 0)
		for (; n >= sizeof(long); n -= sizeof(long), t += sizeof(long), f += sizeof(long))
			*(long *)t = *(const long *)f;
	while (n--)
		*t++ = *f++;
	return to;
}

void *memmove(void *to, const void *from, size_t n)
{
	char *t = to;
	const char *f = from;

	if (t <= f || t >= f + n)
		return memcpy(to, from, n);
	while (n--)
		t[n] = f[n];
	return to;
}

void *memset(void *p, int c, size_t n)
{
	char *t = p;
	unsigned long word = (unsigned char)c * (~0UL / 255);

	for (; n && (uintptr_t)t % sizeof(long); n--)
		*t++ = (char)c;
	for (; n >= sizeof(long); n -= sizeof(long), t += sizeof(long))
		*(unsigned long *)t = word;
	while (n--)
		*t++ = (char)c;
	return p;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *x = a, *y = b;

	for (; n; n--, x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}

void *memchr(const void *p, int c, size_t n)
{
	for (const char *s = p; n; n--, s++)
		if (*s == (char)c)
			return (void *)s;
	return NULL;
}

size_t strlen(const char *s)
{
	const char *e = s;

	while (*e)
		e++;
	return (size_t)(e - s);
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
	for (; *a && *a == *b; a++, b++)
		;
	return (unsigned char)*a - (unsigned char)*b;
}

int strncmp(const char *a, const char *b, size_t n)
{
	for (; n && *a && *a == *b; n--, a++, b++)
		;
	return n ? (unsigned char)*a - (unsigned char)*b : 0;
}

char *strcpy(char *to, const char *from)
{
	memcpy(to, from, strlen(from) + 1);
	return to;
}

char *strchr(const char *s, int c)
{
	for (;; s++) {
		if (*s == (char)c)
			return (char *)s;
		if (!*s)
			return NULL;
	}
}

char *strrchr(const char *s, int c)
{
	const char *found = NULL;

	for (;; s++) {
		if (*s == (char)c)
			found = s;
		if (!*s)
			return (char *)found;
	}
}

char *strstr(const char *s, const char *what)
{
	size_t n = strlen(what);

	for (;; s++) {
		if (strncmp(s, what, n) == 0)
			return (char *)s;
		if (!*s)
			return NULL;
	}
}

size_t strspn(const char *s, const char *set)
{
	size_t n = 0;

	while (s[n] && strchr(set, s[n]))
		n++;
	return n;
}

size_t strcspn(const char *s, const char *set)
{
	size_t n = 0;

	while (s[n] && !strchr(set, s[n]))
		n++;
	return n;
}

char *strdup(const char *s)
{
	size_t n = strlen(s) + 1;
	char *copy = malloc(n);

	return copy ? memcpy(copy, s, n) : NULL;
}

const char *path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

char *path_into(const char *dir, const char *path)
{
	size_t n = strlen(path);
	char *copy = strdup(path), *into;

	if (!copy)
		die("path");
	while (n > 1 && copy[n - 1] == '/')
		copy[--n] = '\0';
	into = path_join(dir, path_base(copy));
	free(copy);
	return into;
}

char *path_join(const char *dir, const char *name)
{
	size_t n = strlen(dir), m = strlen(name);
	char *path = malloc(n + m + 2);

	if (!path)
		die("path");
	memcpy(path, dir, n);
	if (n == 0 || path[n - 1] != '/')
		path[n++] = '/';
	memcpy(path + n, name, m + 1);
	return path;
}
