/*
 * From an address to "function+offset": a binary search in the table that the build made.
 */
#include <kernel/ksyms.h>

/* The end of the last function is not in the table; further than this from its start is not in it. */
#define LAST_FUNCTION_MAX 0x4000

const char *ksym_lookup(unsigned long addr, unsigned long *offset)
{
	unsigned int low = 0, high = ksyms_count;

	/* ksyms[low].addr <= addr < ksyms[high].addr, once the first line below has seen to it. */
	if (!ksyms_count || addr < ksyms[0].addr)
		return (void *)0;
	while (high - low > 1) {
		unsigned int middle = low + (high - low) / 2;

		if (ksyms[middle].addr <= addr)
			low = middle;
		else
			high = middle;
	}
	if (low == ksyms_count - 1 && addr - ksyms[low].addr > LAST_FUNCTION_MAX)
		return (void *)0;
	*offset = addr - ksyms[low].addr;
	return ksyms[low].name;
}
