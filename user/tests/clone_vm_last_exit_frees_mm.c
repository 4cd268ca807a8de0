/*
 * Memory that several tasks share goes with the last of them, whoever it is: here the first task leaves first
 * (the runner counts).
 */

#include "test.h"

static volatile char *p;
static struct gate go;

static int last(void *arg)
{
	gate_pass(&go);
	for (int i = 0; i < 256; i++)
		if (p[i * PAGE_SIZE] != 'p')
			return 1;
	gate_open((struct gate *)arg);
	return 0;
}

int main(void)
{
	struct gate done = gate_new();
	pid_t pid;

	go = gate_new();
	pid = fork_or_fail();
	if (pid == 0) {
		p = new_pages(256);
		memset((char *)p, 'p', 256 * PAGE_SIZE);
		thread_start(last, &done);
		_exit(5);
	}
	wait_code(pid, 5);
	gate_open(&go);
	gate_pass(&done);
	return 0;
}
