/* What brk gives back and takes again is zero again; brk goes to the byte, memory by the page. */

#include "test.h"

int main(void)
{
	char *start = sbrk(0), *p;

	CHECK_EQ((intptr_t)sbrk(4 * PAGE_SIZE), (intptr_t)start);
	memset(start, 'x', 4 * PAGE_SIZE);
	CHECK_OK((intptr_t)sbrk(-3 * PAGE_SIZE));
	CHECK(sbrk(0) == start + PAGE_SIZE);
	p = sbrk(3 * PAGE_SIZE);
	CHECK(p == start + PAGE_SIZE);
	CHECK_EQ(start[0], 'x');
	/* The break need not lie on a page border: look behind the next one. */
	for (int i = PAGE_SIZE; i < 3 * PAGE_SIZE; i++)
		CHECK_EQ(p[i], 0);
	CHECK_ERR(brk((void *)PAGE_SIZE), ENOMEM);
	CHECK(sbrk(0) == start + 4 * PAGE_SIZE);
	return 0;
}
