/* Tasks that share an address space share its table: what a thread installs, the other one can load. */

#include "ldt.h"

#ifdef NO_LDT
NEEDS_LDT_MAIN
#else

static int word = 33;

static int install(void *unused)
{
	return write_ldt(data_desc(FIRST_ENTRY, &word, 4)) ? 1 : 0;
}

int main(void)
{
	CHECK_EQ(lar(SELECTOR(FIRST_ENTRY)), 0);
	wait_code(thread_start(install, NULL), 0);
	set_fs(SELECTOR(FIRST_ENTRY));
	CHECK_EQ(load_fs(0), 33);
	return 0;
}

#endif
