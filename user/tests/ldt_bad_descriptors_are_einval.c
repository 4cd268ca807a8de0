/* What modify_ldt() refuses, and with which error; the table stays as it was. */

#include "ldt.h"

#ifdef NO_LDT
NEEDS_LDT_MAIN
#else

int main(void)
{
	static char buf[64];
	struct user_desc desc = data_desc(FIRST_ENTRY, buf, 4);

	CHECK_ERR(modify_ldt(1, &desc, sizeof(desc) - 1), EINVAL);
	CHECK_ERR(modify_ldt(0x11, &desc, sizeof(desc) + 1), EINVAL);
	CHECK_ERR(modify_ldt(0x11, (void *)8, sizeof(desc)), EFAULT);
	CHECK_ERR(modify_ldt(0x11, (void *)0xd0000000, sizeof(desc)), EFAULT);
	CHECK_ERR(modify_ldt(3, &desc, sizeof(desc)), ENOSYS);
	CHECK_ERR(modify_ldt(-1, &desc, sizeof(desc)), ENOSYS);
	desc.entry_number = LDT_ENTRIES;
	CHECK_ERR(write_ldt(desc), EINVAL);
	desc.entry_number = ~0u;
	CHECK_ERR(write_ldt(desc), EINVAL);

	/* Conforming code could be entered from anywhere: only if it is not present, and only by function 0x11. */
	desc = data_desc(FIRST_ENTRY, buf, 4);
	desc.contents = 3;
	CHECK_ERR(write_ldt(desc), EINVAL);
	CHECK_ERR(modify_ldt(1, &desc, sizeof(desc)), EINVAL);
	desc.seg_not_present = 1;
	CHECK_ERR(modify_ldt(1, &desc, sizeof(desc)), EINVAL);
	CHECK_EQ(read_entry(FIRST_ENTRY), 0);
	CHECK_OK(write_ldt(desc));
	CHECK_OK(write_ldt(empty_desc(FIRST_ENTRY)));
	CHECK_EQ(read_entry(FIRST_ENTRY), 0);

	/* The old function clears by base and limit 0 alone. */
	CHECK_OK(write_ldt(data_desc(FIRST_ENTRY, buf, 4)));
	desc = (struct user_desc){ .entry_number = FIRST_ENTRY, .seg_32bit = 1 };
	CHECK_OK(modify_ldt(1, &desc, sizeof(desc)));
	CHECK_EQ(read_entry(FIRST_ENTRY), 0);
	return 0;
}

#endif
