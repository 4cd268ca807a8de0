/* 1000 children live at once, answer, and go. */

#include "test.h"

#define CHILDREN 1000

int main(void)
{
	struct gate ready = gate_new(), go = gate_new();
	int sum = 0;

	NEEDS_LARGE_SPACES();
	for (int i = 0; i < CHILDREN; i++) {
		pid_t pid = fork_or_fail();

		if (pid == 0) {
			gate_open(&ready);
			gate_pass(&go);
			_exit(i & 0x3f);
		}
		sum += i & 0x3f;
	}
	for (int i = 0; i < CHILDREN; i++)
		gate_pass(&ready);
	for (int i = 0; i < CHILDREN; i++)
		gate_open(&go);
	for (int i = 0; i < CHILDREN; i++) {
		int status;

		CHECK(wait(&status) > 0);
		sum -= status;
	}
	CHECK_EQ(sum, 0);
	CHECK_ERR(wait(NULL), ECHILD);
	return 0;
}
