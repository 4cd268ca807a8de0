/*
 * Fault injection: the n-th allocation that a task makes from now on fails. Error paths are tested
 * with n = 1, 2, 3... until what is tested succeeds. /proc/self/fail-nth sets task->fail_nth.
 */
#ifndef KERNEL_FAULT_INJECT_H
#define KERNEL_FAULT_INJECT_H

#include <kernel/page_alloc.h>
#include <kernel/task.h>

bool should_fail_slow(gfp_t gfp);

/* Shall this allocation fail? One load when injection is off. */
static __always_inline bool should_fail(gfp_t gfp)
{
	return unlikely(current->fail_nth) && should_fail_slow(gfp);
}

#endif
