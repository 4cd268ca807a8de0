/* Function 0 fills the buffer, zeroes behind the table; function 2 reads the empty table of 5 entries. */

#include "ldt.h"

#ifdef NO_LDT
NEEDS_LDT_MAIN
#else

static char buf[LDT_ENTRIES * LDT_ENTRY_SIZE + 64];

static bool all(const char *p, size_t n, char c)
{
	while (n--)
		if (*p++ != c)
			return false;
	return true;
}

int main(void)
{
	memset(buf, 1, sizeof(buf));
	CHECK_EQ(modify_ldt(2, buf, sizeof(buf)), 5 * LDT_ENTRY_SIZE);
	CHECK(all(buf, 40, 0) && all(buf + 40, 100, 1));
	CHECK_EQ(modify_ldt(2, buf, 7), 7);

	CHECK_OK(write_ldt(data_desc(FIRST_ENTRY, buf, 4)));
	memset(buf, 1, sizeof(buf));
	CHECK_EQ(modify_ldt(0, buf, sizeof(buf)), LDT_ENTRIES * LDT_ENTRY_SIZE);
	CHECK(!all(buf + 8 * FIRST_ENTRY, 8, 0));
	CHECK(all(buf + 8 * (FIRST_ENTRY + 1), 1000, 0));
	CHECK(all(buf + LDT_ENTRIES * LDT_ENTRY_SIZE, 64, 1));
	CHECK_EQ(modify_ldt(0, buf, 12), 12);
	CHECK_ERR(modify_ldt(0, (void *)16, 64), EFAULT);
	return 0;
}

#endif
