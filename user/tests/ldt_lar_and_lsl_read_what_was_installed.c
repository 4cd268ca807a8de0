/* The machine's own instructions read back rights and limit; function 0 reads back the bytes. */

#include "ldt.h"

#ifdef NO_LDT
NEEDS_LDT_MAIN
#else

#define LAR_DATA    0x00d0f300u /* limit in pages, 32 bits, free bit; present, ring 3, data, writable, accessed */
#define LAR_DATA_RO 0x0040f100u
#define LAR_STACK   0x0040f700u
#define LAR_CODE    0x0040fb00u
#define LAR_MASK    0x00f0ff00u

int main(void)
{
	struct user_desc desc = data_desc(FIRST_ENTRY, (void *)0x12345678, 0x1000);
	unsigned long long raw;

	desc.limit_in_pages = 1;
	CHECK_OK(write_ldt(desc));
	CHECK_EQ(lar(SELECTOR(FIRST_ENTRY)) & LAR_MASK, LAR_DATA);
	CHECK_EQ(lsl(SELECTOR(FIRST_ENTRY)), 0x00ffffff);
	raw = read_entry(FIRST_ENTRY);
	CHECK_EQ(raw, 0x12d0f33456780fffull);

	desc = data_desc(FIRST_ENTRY, NULL, 100);
	desc.useable = 0;
	desc.read_exec_only = 1;
	CHECK_OK(write_ldt(desc));
	CHECK_EQ(lar(SELECTOR(FIRST_ENTRY)) & LAR_MASK, LAR_DATA_RO);
	CHECK_EQ(lsl(SELECTOR(FIRST_ENTRY)), 99);

	desc.read_exec_only = 0;
	desc.contents = MODIFY_LDT_CONTENTS_STACK;
	CHECK_OK(write_ldt(desc));
	CHECK_EQ(lar(SELECTOR(FIRST_ENTRY)) & LAR_MASK, LAR_STACK);
	desc.contents = MODIFY_LDT_CONTENTS_CODE;
	CHECK_OK(write_ldt(desc));
	CHECK_EQ(lar(SELECTOR(FIRST_ENTRY)) & LAR_MASK, LAR_CODE);

	/* Function 1 leaves the free bit out. */
	desc = data_desc(FIRST_ENTRY + 1, NULL, 100);
	CHECK_OK(modify_ldt(1, &desc, sizeof(desc)));
	CHECK_EQ(lar(SELECTOR(FIRST_ENTRY + 1)) & 0x00100000, 0);
	CHECK_EQ(lar(SELECTOR(FIRST_ENTRY + 2)), 0);
	return 0;
}

#endif
