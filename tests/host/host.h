/*
 * Tests that run on the host, over the kernel's own files, under ASan and UBSan.
 *
 * A file tests/host/NAME.c names the kernel sources it needs in a line "sources: ..." and holds tests:
 *
 *	HOST_TEST(what_would_break)
 *	{
 *		CHECK(1 + 1 == 2);
 *	}
 *
 * The kernel's memcpy and friends are renamed (rename.h), so that they do not meet those of the host.
 */
#ifndef HOST_H
#define HOST_H

#include <stddef.h>

void host_register(const char *name, void (*run)(void));
void host_fail(const char *file, int line, const char *what) __attribute__((noreturn));
/* The same numbers in every run. */
unsigned long host_random(void);
void *host_calloc(size_t size); /* NULL once host_fail_after() says so */
void host_free(void *p);
long host_allocated(void);		/* calls of host_calloc less those of host_free */
void host_fail_after(long allocations); /* -1: never */

#define HOST_TEST(name)                                                \
	static void name(void);                                        \
	__attribute__((constructor)) static void register_##name(void) \
	{                                                              \
		host_register(#name, name);                            \
	}                                                              \
	static void name(void)

#define CHECK(cond)                                           \
	do {                                                  \
		if (!(cond))                                  \
			host_fail(__FILE__, __LINE__, #cond); \
	} while (0)

#endif
