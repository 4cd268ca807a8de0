/*
 * What one process stores, another one cannot read by any address: not 64 MiB above or below its own (where, in a
 * memory model in which all share one set of tables, the neighbours are), and not through a segment of its own making.
 */

#include "ldt.h"

#define STEP 0x4000000ul

static volatile int secret = 0x5ec4e7;

/* Touch one address; whoever survives that has found something. */
static void probe(uintptr_t addr)
{
	pid_t pid = fork_or_fail();
	int word;

	if (pid == 0)
		_exit(*(volatile int *)addr == secret ? 1 : 0);
	word = wait_word(pid);
	if (exit_code(word) != 128 + SIGSEGV)
		FAIL("%lx: expected SIGSEGV, got exit code %d", (unsigned long)addr, exit_code(word));
}

#ifndef NO_LDT
static void probe_segment(uintptr_t base)
{
	pid_t pid = fork_or_fail();

	if (pid == 0) {
		CHECK_OK(write_ldt(data_desc(FIRST_ENTRY, (void *)base, 4096)));
		set_fs(SELECTOR(FIRST_ENTRY));
		load_fs((uintptr_t)&secret & 4092);
		_exit(0);
	}
	wait_code(pid, 128 + SIGSEGV);
}
#endif

int main(void)
{
	struct gate end = gate_new();
	pid_t pids[3];

	for (int i = 0; i < 3; i++) { /* neighbours, who have the secret at the same address */
		pids[i] = fork_or_fail();
		if (pids[i] == 0) {
			gate_pass(&end);
			_exit(0);
		}
	}
	for (int i = 1; i < 64; i++) /* once around 4 GiB, where addresses have 32 bits */
		probe((uintptr_t)&secret + i * STEP);
#ifndef NO_LDT
	for (int i = 1; i < 64; i++)
		probe_segment(((uintptr_t)&secret & ~4095ul) + i * STEP);
#endif
	for (int i = 0; i < 3; i++)
		gate_open(&end);
	for (int i = 0; i < 3; i++)
		wait_ok(pids[i]);
	return 0;
}
