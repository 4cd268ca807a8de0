/*
 * mmap, munmap and mprotect that split areas, when any one allocation fails: ENOMEM, and the areas are as
 * before.
 */

#include "fail_nth.h"

static int attempt(int n)
{
	char *p = new_pages(9), *q;
	int left, errors = 0;

	memset(p, 'p', 9 * PAGE_SIZE);
	fail_nth_set(0);
	fail_nth_set(n);
	q = mmap(NULL, PAGE_SIZE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	errors += q == MAP_FAILED;
	errors += mprotect(p + PAGE_SIZE, PAGE_SIZE, PROT_READ) < 0;
	errors += munmap(p + 3 * PAGE_SIZE, PAGE_SIZE) < 0;
	left = fail_nth_get();
	fail_nth_set(0);
	CHECK(errors <= 1);
	CHECK_EQ(p[0], 'p');
	CHECK_EQ(p[PAGE_SIZE], 'p');
	CHECK_EQ(p[8 * PAGE_SIZE], 'p');
	if (errors)
		return ATTEMPT_FAILED;
	return left ? ATTEMPT_CLEAN : ATTEMPT_COPED;
}

int main(void)
{
	return fail_every_nth(attempt, 1);
}
