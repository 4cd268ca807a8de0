/* brk into another area, or beyond all memory, fails and changes nothing. */

#include "test.h"

int main(void)
{
	char *end = sbrk(0);
	char *wall = (char *)(((uintptr_t)end + 16 * PAGE_SIZE) & ~(uintptr_t)(PAGE_SIZE - 1));

	CHECK(mmap(wall, PAGE_SIZE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == wall);
	CHECK_ERR((intptr_t)sbrk(64 * PAGE_SIZE), ENOMEM);
	CHECK_ERR((intptr_t)sbrk((intptr_t)(~0UL >> 2)), ENOMEM);
	CHECK(sbrk(0) == end);
	CHECK_EQ(*wall, 0);
	return 0;
}
