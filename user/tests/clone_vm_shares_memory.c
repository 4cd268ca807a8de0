/* CLONE_VM: one memory; stores, mmap and brk of one are there for the other. MMUsers of /proc counts both. */

#include "test.h"

static char *volatile mapped;
static struct gate ready, go;

static int child(void *arg)
{
	mapped = mmap(NULL, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	*mapped = 'm';
	gate_open(&ready);
	gate_pass(&go);
	return 9;
}

int main(void)
{
	pid_t pid;

	ready = gate_new();
	go = gate_new();
	pid = thread_start(child, NULL);
	gate_pass(&ready);
	CHECK_EQ(*mapped, 'm');
	CHECK_EQ(proc_number("/proc/self/status", "MMUsers"), 2);
	gate_open(&go);
	wait_code(pid, 9);
	CHECK_EQ(proc_number("/proc/self/status", "MMUsers"), 1);
	return 0;
}
