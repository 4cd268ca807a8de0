/* nanosleep sleeps at least as long as it was told, other tasks run meanwhile, and the clocks go forward. */

#include "test.h"

int main(void)
{
	uint64_t start = now_ns(), end;
	struct timespec a, b;

	CHECK_OK(msleep(50));
	end = now_ns();
	CHECK(end - start >= 50000000);
	CHECK(end - start < 2000000000);
	for (int i = 0; i < 1000; i++) {
		uint64_t now = now_ns();

		CHECK(now >= end);
		end = now;
	}
	CHECK_OK(clock_gettime(CLOCK_REALTIME, &a));
	CHECK_OK(clock_nanosleep(CLOCK_MONOTONIC, 0, &(struct timespec){ 0, 10000000 }, NULL));
	CHECK_OK(clock_gettime(CLOCK_REALTIME, &b));
	CHECK(b.tv_sec > a.tv_sec || (b.tv_sec == a.tv_sec && b.tv_nsec > a.tv_nsec));
	return 0;
}
