/* A descriptor goes while its selector is in %fs: the next access is a SIGSEGV, and nothing worse. */

#include "ldt.h"

#ifdef NO_LDT
NEEDS_LDT_MAIN
#else

static int word = 77;

static void remove_and_access(void *unused)
{
	CHECK_OK(write_ldt(data_desc(FIRST_ENTRY, &word, 4)));
	set_fs(SELECTOR(FIRST_ENTRY));
	CHECK_EQ(load_fs(0), 77);
	CHECK_OK(write_ldt(empty_desc(FIRST_ENTRY)));
	for (int i = 0; i < 3; i++)
		sched_yield();
	CHECK_EQ(get_fs(), 0);
	load_fs(0);
}

/* In another thread, while this one runs on. */
static volatile int removed;

static int remover(void *unused)
{
	msleep(5);
	CHECK_OK(write_ldt(empty_desc(FIRST_ENTRY)));
	removed = 1;
	return 0;
}

static void removed_by_other(void *unused)
{
	CHECK_OK(write_ldt(data_desc(FIRST_ENTRY, &word, 4)));
	set_fs(SELECTOR(FIRST_ENTRY));
	thread_start(remover, NULL);
	while (!removed)
		;
	load_fs(0);
}

int main(void)
{
	child_code(remove_and_access, NULL, 128 + SIGSEGV);
	child_code(removed_by_other, NULL, 128 + SIGSEGV);
	return 0;
}

#endif
