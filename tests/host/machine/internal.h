/* What the files of this folder share. */
#ifndef MACHINE_INTERNAL_H
#define MACHINE_INTERNAL_H

#include <kernel/types.h>

void host_tasks_init(u64 seed);
void host_memory_init(void);
void host_maybe_yield(void);
int host_task_files(void); /* this task's descriptors and directories */
/* End one request that is in flight; false: there is none. */
bool disk_end_one(void);

#endif
