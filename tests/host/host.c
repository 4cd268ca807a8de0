/* The main program of every host test: `NAME TEST` runs one test, `NAME` all of them. The status tells. */
#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
	const char *name;
	void (*run)(void);
} tests[256];
static int count;
static unsigned long seed = 88172645463325252ul;
static long allocated, failing = -1;

void host_register(const char *name, void (*run)(void))
{
	if (count == sizeof tests / sizeof tests[0])
		abort();
	tests[count].name = name;
	tests[count++].run = run;
}

void host_fail(const char *file, int line, const char *what)
{
	printf("%s:%d: not so: %s\n", file, line, what);
	fflush(stdout);
	abort();
}

unsigned long host_random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

void *host_calloc(size_t size)
{
	if (failing == 0)
		return NULL;
	if (failing > 0)
		failing--;
	allocated++;
	return calloc(1, size);
}

void host_free(void *p)
{
	if (p)
		allocated--;
	free(p);
}

long host_allocated(void)
{
	return allocated;
}

void host_fail_after(long allocations)
{
	failing = allocations;
}

int main(int argc, char **argv)
{
	int ran = 0;

	for (int i = 0; i < count; i++)
		if (argc < 2 || !strcmp(argv[1], tests[i].name)) {
			tests[i].run();
			ran++;
		}
	if (!ran)
		printf("there is no such test\n");
	return !ran;
}
