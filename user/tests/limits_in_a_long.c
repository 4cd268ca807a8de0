/* getrlimit and setrlimit speak of the limits that prlimit64 knows; infinity is infinity in both. */

#include "test.h"

int main(void)
{
	struct rlimit64 wide;
	struct rlimit limit;

	CHECK_OK(getrlimit(RLIMIT_STACK, &limit));
	CHECK_EQ(limit.rlim_cur, 8 << 20);
	CHECK_EQ(limit.rlim_max, RLIM_INFINITY);
	limit.rlim_cur = 1 << 20;
	CHECK_OK(setrlimit(RLIMIT_STACK, &limit));
	CHECK_OK(prlimit64(0, RLIMIT_STACK, NULL, &wide));
	CHECK(wide.rlim_cur == 1 << 20 && wide.rlim_max == RLIM64_INFINITY);
	wide.rlim_cur = 0x123456789abcull;
	CHECK_OK(prlimit64(0, RLIMIT_STACK, &wide, NULL));
	CHECK_OK(getrlimit(RLIMIT_STACK, &limit));
	CHECK_EQ(limit.rlim_cur, sizeof(long) == 8 ? (unsigned long)wide.rlim_cur : RLIM_INFINITY);
	limit.rlim_max = 1;
	limit.rlim_cur = 2;
	CHECK_ERR(setrlimit(RLIMIT_STACK, &limit), EINVAL);
	CHECK_ERR(setrlimit(RLIM_NLIMITS, &limit), EINVAL);
	CHECK_ERR(getrlimit(RLIM_NLIMITS, &limit), EINVAL);
	CHECK_ERR(getrlimit(RLIMIT_STACK, (void *)16), EFAULT);
	CHECK_ERR(setrlimit(RLIMIT_STACK, (void *)16), EFAULT);
	return 0;
}
