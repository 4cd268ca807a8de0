/* The child gets the floating-point registers of the parent, and each then has its own. */

#include "test.h"

static double __attribute__((noinline)) sum(double x, int n)
{
	double a = x, b = x * 2, c = x * 3, d = x * 5;

	for (int i = 0; i < n; i++) {
		a += b * 0.5;
		b += c * 0.25;
		c += d * 0.125;
		d += 1.0;
		if (i == n / 2) {
			pid_t pid = fork_or_fail();

			if (pid == 0)
				_exit((int)(a + b + c + d) & 0x3f);
			wait_code(pid, (int)(a + b + c + d) & 0x3f);
		}
	}
	return a + b + c + d;
}

int main(void)
{
	volatile double x = 1.5;
	volatile double first = sum(x, 20), second = sum(x, 20);

	CHECK(first == second);
	CHECK(first > 10);
	return 0;
}
