/* current is the register tp, in the kernel. In user mode sscratch keeps it; see trap_entry.S. */
#ifndef ASM_CURRENT_H
#define ASM_CURRENT_H

struct task_struct;

register struct task_struct *current __asm__("tp");

#endif
