/*
 * A page of a read-only area is shared by fork too, but no fault may make it writable, in the parent or the
 * child, whoever is left.
 */

#include "test.h"

static void must_die(char *p)
{
	pid_t pid = fork_or_fail();

	if (pid == 0) {
		*p = 'x';
		_exit(0);
	}
	wait_code(pid, 128 + SIGSEGV);
}

static const char constant[] = "text and constants are read-only";

int main(void)
{
	char *p = new_pages(1);

	p[0] = 'p';
	CHECK_OK(mprotect(p, PAGE_SIZE, PROT_READ));
	must_die(p);
	must_die(p); /* the parent is the last owner again: still no */
	CHECK_EQ(p[0], 'p');
	must_die((char *)constant);
	must_die((char *)(uintptr_t)main);
	CHECK_OK(mprotect(p, PAGE_SIZE, PROT_READ | PROT_WRITE));
	p[0] = 'q';
	CHECK_EQ(p[0], 'q');
	return 0;
}
