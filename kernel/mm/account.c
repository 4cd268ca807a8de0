/*
 * Committed memory: pages that programs may one day write and that have no file behind them.
 * More may be promised than there is (most promises are never used), but no single promise may
 * exceed all of memory.
 */
#include <kernel/err.h>
#include "internal.h"

static atomic_long_t committed;

int vm_acct_memory(unsigned long pages)
{
	if (pages > nr_total_pages())
		return -ENOMEM;
	atomic_long_add((long)pages, &committed);
	return 0;
}

void vm_unacct_memory(unsigned long pages)
{
	atomic_long_sub((long)pages, &committed);
}

unsigned long vm_committed(void)
{
	return (unsigned long)atomic_long_read(&committed);
}
