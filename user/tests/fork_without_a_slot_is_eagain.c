/*
 * Where an address space is one of 47 slots, fork without a free one is EAGAIN, vfork and exec go on all the same, one
 * after the other, and all slots come back.
 */

#include "test.h"

#ifdef CONFIG_MM_SLOTS

#define MOST 47

static struct gate end;

static int fork_all(void)
{
	int children = 0;
	pid_t pid;

	while ((pid = fork()) > 0)
		children++;
	if (pid == 0) {
		gate_pass(&end);
		_exit(0);
	}
	CHECK_EQ(errno, EAGAIN);
	return children;
}

static void vfork_and_exec(void)
{
	char *const argv[] = { "true", NULL };
	pid_t pid = vfork();

	CHECK(pid >= 0);
	if (pid == 0) {
		execv("/bin/true", argv);
		_exit(1);
	}
	wait_code(pid, 0);
}

int main(void)
{
	end = gate_new();
	for (int round = 0; round < 3; round++) {
		int children = fork_all();

		/* Others have slots, too, and an idle CPU may keep a dead one's for a while. */
		CHECK(children > MOST - 20 && children < MOST);
		for (int i = 0; i < 20; i++)
			vfork_and_exec();
		for (int i = 0; i < children; i++)
			gate_open(&end);
		for (int i = 0; i < children; i++)
			CHECK(wait(NULL) > 0);
	}
	return 0;
}

#else

int main(void)
{
	SKIP("in this memory model address spaces are not counted");
}

#endif
