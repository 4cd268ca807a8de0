/* current is set by schedule(), tasks.c. */
#ifndef ASM_CURRENT_H
#define ASM_CURRENT_H

struct task_struct;

extern struct task_struct *current;

#endif
