/*
 * A program runs on code, stack or data segments of its table and takes them away: the way back to user mode
 * cannot load them. That is SIGILL, as on Linux; the kernel lives on. Also when another thread removes them while
 * this one runs, traps and calls.
 */

#include "ldt.h"

#ifdef NO_LDT
NEEDS_LDT_MAIN
#else

enum { CODE = FIRST_ENTRY,
       DATA = FIRST_ENTRY + 1 };

static void install_flat(void)
{
	struct user_desc desc = data_desc(CODE, NULL, 0);

	desc.limit = 0xfffff;
	desc.limit_in_pages = 1;
	desc.contents = MODIFY_LDT_CONTENTS_CODE;
	CHECK_OK(write_ldt(desc));
	desc.entry_number = DATA;
	desc.contents = MODIFY_LDT_CONTENTS_DATA;
	CHECK_OK(write_ldt(desc));
}

static void enter_code(void)
{
	__asm__ volatile("pushl %0\n\tpushl $1f\n\tlret\n1:"
			 :
			 : "i"(SELECTOR(CODE))
			 : "memory");
}

static void clear(unsigned int n)
{
	write_ldt(empty_desc(n)); /* and may not come back from it */
}

static void lose_code(void *unused)
{
	install_flat();
	enter_code();
	CHECK_EQ(getpid() > 0, 1);
	clear(CODE);
}

static void lose_stack(void *unused)
{
	install_flat();
	__asm__ volatile("movw %w0, %%ss"
			 :
			 : "r"(SELECTOR(DATA))
			 : "memory");
	CHECK_EQ(getpid() > 0, 1);
	clear(DATA);
}

/* Null selectors take the place of ds and es. The first access through them is the fault, if the machine cares. */
static void lose_data(void)
{
	unsigned int ds;

	install_flat();
	__asm__ volatile("movw %w0, %%es\n\tmovw %w0, %%ds"
			 :
			 : "r"(SELECTOR(DATA))
			 : "memory");
	clear(DATA);
	__asm__ volatile("movl %%ds, %0"
			 : "=r"(ds));
	_exit(ds & 0xffff ? 1 : 0);
}

static int remover(void *n)
{
	for (;;) {
		install_flat();
		clear((unsigned int)(uintptr_t)n);
	}
	return 0;
}

static void race(void *n)
{
	install_flat();
	thread_start(remover, n);
	for (;;) {
		if ((unsigned int)(uintptr_t)n == CODE)
			enter_code();
		else
			__asm__ volatile("movw %w0, %%es\n\tmovw %w0, %%ss"
					 :
					 : "r"(SELECTOR(DATA))
					 : "memory");
		getpid();
	}
}

/* Whichever signal ends it, and if none does, we do. */
static void race_for_a_while(unsigned int n)
{
	pid_t pid = fork_or_fail();
	int code;

	if (pid == 0) {
		setpgid(0, 0);
		race((void *)(uintptr_t)n);
	}
	msleep(30);
	kill(pid, SIGKILL);
	code = exit_code(wait_word(pid));
	CHECK(code == 128 + SIGILL || code == 128 + SIGSEGV || code == 128 + SIGBUS || code == 128 + SIGKILL);
	kill(-pid, SIGKILL);
}

int main(void)
{
	pid_t pid;
	int code;

	child_code(lose_code, NULL, 128 + SIGILL);
	child_code(lose_stack, NULL, 128 + SIGILL);
	pid = fork_or_fail();
	if (pid == 0)
		lose_data();
	code = exit_code(wait_word(pid));
	CHECK(code == 0 || code == 128 + SIGSEGV);
	for (int i = 0; i < 4; i++) {
		race_for_a_while(CODE);
		race_for_a_while(DATA);
	}
	return 0;
}

#endif
