/*
 * Fault injection. What a task makes fail are its own allocations only: an interrupt on top of it, or an
 * allocation whose caller has said that it cannot fail, does not count.
 */
#include <kernel/cpu.h>
#include <kernel/fault_inject.h>

bool should_fail_slow(gfp_t gfp)
{
	struct task_struct *tsk = current;

	if (gfp & GFP_NOINJECT || this_cpu()->irq_depth)
		return false;
	return --tsk->fail_nth == 0;
}
