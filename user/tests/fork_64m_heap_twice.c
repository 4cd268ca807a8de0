/*
 * A heap of 64 MiB is forked twice, both children live: it is shared, not copied, so 128 MiB of memory are
 * enough.
 */

#include "test.h"

#define HEAP (64UL << 20)

int main(void)
{
	char *heap = sbrk(HEAP);
	struct gate ready = gate_new(), go = gate_new();
	pid_t pids[2];

	NEEDS_LARGE_SPACES();
	CHECK(heap != (void *)-1);
	for (size_t i = 0; i < HEAP; i += PAGE_SIZE)
		heap[i] = (char)(i >> 12);
	for (int c = 0; c < 2; c++) {
		pids[c] = fork_or_fail();
		if (pids[c] == 0) {
			gate_open(&ready);
			gate_pass(&go);
			for (size_t i = 0; i < HEAP; i += 64 * PAGE_SIZE) {
				CHECK_EQ(heap[i], (char)(i >> 12));
				heap[i + 1] = 'c';
			}
			_exit(0);
		}
	}
	gate_pass(&ready);
	gate_pass(&ready);
	gate_open(&go);
	gate_open(&go);
	wait_ok(pids[0]);
	wait_ok(pids[1]);
	for (size_t i = 0; i < HEAP; i += PAGE_SIZE)
		CHECK_EQ(heap[i + 1], 0);
	return 0;
}
