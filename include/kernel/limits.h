/* Resource limits: what a process may use, inherited by fork. */
#ifndef KERNEL_LIMITS_H
#define KERNEL_LIMITS_H

#include <abi/resource.h>
#include <kernel/compiler.h>
#include <kernel/task.h>

/* current's soft limit; RLIM_INFINITY is larger than anything. */
static inline unsigned long rlimit(unsigned int resource)
{
	u64 limit = current->rlim[resource].rlim_cur;

	return limit < ~0ul ? (unsigned long)limit : ~0ul;
}

/* What pid 1 starts with. */
extern const struct rlimit64 default_rlimits[RLIM_NLIMITS];

#endif
