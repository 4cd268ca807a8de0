/* A number without a call is ENOSYS, far ones and negative ones too. */

#include "test.h"

int main(void)
{
	static const long numbers[] = { 1999, 5000, 100000, 0x7fffffff, -2, -1000 };

	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		CHECK_ERR(syscall(numbers[i]), ENOSYS);
	return 0;
}
