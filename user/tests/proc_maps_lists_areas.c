/*
 * /proc/self/maps has a line for the code (r-x), the data (rw-), the heap, a mapping, and the stack, in the
 * order of addresses.
 */

#include "test.h"

static char text[16384];

/* The permissions of the area with that address, or "" if there is none. */
static const char *perms(const void *addr)
{
	static char found[8];
	unsigned long last = 0;

	CHECK(read_file("/proc/self/maps", text, sizeof(text)) > 0);
	found[0] = '\0';
	for (char *s = text; *s;) {
		char *end;
		unsigned long from = strtoul(s, &end, 16), to;

		CHECK_EQ(*end, '-');
		to = strtoul(end + 1, &end, 16);
		CHECK_EQ(*end, ' ');
		CHECK(from < to && from >= last);
		last = to;
		if (from <= (uintptr_t)addr && (uintptr_t)addr < to)
			snprintf(found, sizeof(found), "%.4s", end + 1);
		s = strchr(s, '\n');
		CHECK(s);
		s++;
	}
	return found;
}

static int data = 1;

int main(void)
{
	char *p = new_pages(3);
	int local;

	sbrk(PAGE_SIZE);
	CHECK(strcmp(perms((void *)(uintptr_t)main), "r-xp") == 0);
	CHECK(strcmp(perms(&data), "rw-p") == 0);
	CHECK(strcmp(perms(&local), "rw-p") == 0);
	CHECK(strcmp(perms((char *)sbrk(0) - 1), "rw-p") == 0);
	CHECK(strcmp(perms(p), "rw-p") == 0);
	CHECK_OK(mprotect(p + PAGE_SIZE, PAGE_SIZE, PROT_READ));
	CHECK(strcmp(perms(p + PAGE_SIZE), "r--p") == 0);
	CHECK(strcmp(perms(p + 2 * PAGE_SIZE), "rw-p") == 0);
	CHECK_OK(munmap(p, 3 * PAGE_SIZE));
	CHECK(strcmp(perms(p), "") == 0);
	return 0;
}
