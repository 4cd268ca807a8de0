/* getrandom gives bytes that differ from call to call. */

#include "test.h"

int main(void)
{
	unsigned char a[32] = { 0 }, b[32] = { 0 };

	CHECK_EQ(getrandom(a, sizeof(a), 0), sizeof(a));
	CHECK_EQ(getrandom(b, sizeof(b), 0), sizeof(b));
	CHECK(memcmp(a, b, sizeof(a)) != 0);
	CHECK_ERR(getrandom((void *)16, 8, 0), EFAULT);
	return 0;
}
