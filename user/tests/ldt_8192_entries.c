/* A table has room for 8192 entries, the last of which works, and for no more. */

#include "ldt.h"

#ifdef NO_LDT
NEEDS_LDT_MAIN
#else

static int word = 88;

int main(void)
{
	for (unsigned int n = FIRST_ENTRY; n < LDT_ENTRIES; n++)
		CHECK_OK(write_ldt(data_desc(n, &word, 4)));
	CHECK_ERR(write_ldt(data_desc(LDT_ENTRIES, &word, 4)), EINVAL);
	for (unsigned int n = FIRST_ENTRY; n < LDT_ENTRIES; n += 127)
		CHECK(lar(SELECTOR(n)));
	set_fs(SELECTOR(LDT_ENTRIES - 1));
	CHECK_EQ(load_fs(0), 88);
	CHECK(read_entry(LDT_ENTRIES - 1) != 0);
	return 0;
}

#endif
