/* All other registers are a task's own too, also when a timer interrupt takes the CPU away at any point. */

#include "test.h"

static unsigned long mix(unsigned long seed)
{
	unsigned long a = seed, b = seed * 3, c = seed ^ 0x5555, d = ~seed, e = seed + 99, f = seed << 3;

	for (int i = 0; i < 3000000; i++) {
		a += b ^ c;
		b += d;
		c ^= a >> 3;
		d += e ^ f;
		e ^= a;
		f += b >> 1;
	}
	return a ^ b ^ c ^ d ^ e ^ f;
}

int main(void)
{
	volatile unsigned long seed = 42;
	unsigned long alone = mix(seed);
	pid_t pids[6];

	for (int i = 0; i < 6; i++) {
		pids[i] = fork_or_fail();
		if (pids[i] == 0)
			_exit(mix(seed) != alone);
	}
	for (int i = 0; i < 6; i++)
		wait_code(pids[i], 0);
	return 0;
}
