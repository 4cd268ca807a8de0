/*
 * Offsets in a segment are counted from its base, through %fs and %gs alike; only data and readable code
 * can be loaded into them, and only what is present.
 */

#include "ldt.h"

#ifdef NO_LDT
NEEDS_LDT_MAIN
#else

static int words[4] = { 1, 2, 3, 4 };

static void load_entry(void *n)
{
	set_fs(SELECTOR((unsigned int)(uintptr_t)n));
}

int main(void)
{
	struct user_desc desc;

	CHECK_OK(write_ldt(data_desc(FIRST_ENTRY, &words[1], 12)));
	CHECK_OK(write_ldt(data_desc(FIRST_ENTRY + 1, &words[3], 4)));
	set_fs(SELECTOR(FIRST_ENTRY));
	set_gs(SELECTOR(FIRST_ENTRY + 1));
	CHECK_EQ(load_fs(0), 2);
	CHECK_EQ(load_fs(8), 4);
	CHECK_EQ(load_gs(0), 4);
	store_fs(4, 30);
	CHECK_EQ(words[2], 30);

	/* Code that may be read is as good as data. */
	desc = data_desc(FIRST_ENTRY + 2, &words[0], 16);
	desc.contents = MODIFY_LDT_CONTENTS_CODE;
	CHECK_OK(write_ldt(desc));
	set_fs(SELECTOR(FIRST_ENTRY + 2));
	CHECK_EQ(load_fs(0), 1);

	/* Code that may only be executed is not; nor is what is not there. */
	desc.entry_number = FIRST_ENTRY + 3;
	desc.read_exec_only = 1;
	CHECK_OK(write_ldt(desc));
	child_code(load_entry, (void *)(FIRST_ENTRY + 3), 128 + SIGSEGV);
	desc = data_desc(FIRST_ENTRY + 4, &words[0], 16);
	desc.seg_not_present = 1;
	CHECK_OK(write_ldt(desc));
	child_code(load_entry, (void *)(FIRST_ENTRY + 4), 128 + SIGBUS);
	child_code(load_entry, (void *)(FIRST_ENTRY + 5), 128 + SIGSEGV);
	return 0;
}

#endif
