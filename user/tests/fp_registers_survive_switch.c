/*
 * Floating-point registers are a task's own: many tasks compute side by side, switch in the middle, and get
 * the same results as alone.
 */

#include "test.h"

static double __attribute__((noinline)) compute(double x)
{
	double a = x, b = 1 / x, c = x * x, d = x + 7;

	for (int i = 0; i < 2000; i++) {
		a = a * 0.999 + b;
		b = b * 0.5 + c * 0.001;
		c = c * 0.75 + d;
		d = d * 0.25 + x;
		if (i % 16 == 0)
			sched_yield();
	}
	return a + b + c + d;
}

int main(void)
{
	volatile double alone[8];
	pid_t pids[8];

	for (int i = 0; i < 8; i++)
		alone[i] = compute(1.0 + i);
	for (int i = 0; i < 8; i++) {
		pids[i] = fork_or_fail();
		if (pids[i] == 0) {
			for (int k = 0; k < 10; k++) {
				volatile double got = compute(1.0 + i);

				CHECK(got == alone[i]);
			}
			_exit(0);
		}
	}
	for (int i = 0; i < 8; i++)
		wait_ok(pids[i]);
	return 0;
}
