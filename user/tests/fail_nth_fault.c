/* A page fault whose allocation fails kills the task with SIGKILL, or it copes; nothing else happens. */

#include "fail_nth.h"

static int attempt(int n)
{
	char *p = new_pages(600);
	int left;

	fail_nth_set(0);
	fail_nth_set(n);
	for (int i = 0; i < 600; i += 100)
		p[i * PAGE_SIZE] = 1;
	left = fail_nth_get();
	fail_nth_set(0);
	return left ? ATTEMPT_CLEAN : ATTEMPT_COPED;
}

int main(void)
{
	return fail_every_nth(attempt, 0);
}
