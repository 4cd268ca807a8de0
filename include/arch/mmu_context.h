/* The machine's share of an address space. */
#ifndef ARCH_MMU_CONTEXT_H
#define ARCH_MMU_CONTEXT_H

#include <asm/mmu_context.h> /* the port's mm_context_t */
#include <kernel/compiler.h>

struct mm_struct;
struct task_struct;

/* Make mm->context usable for a new mm; i386 clones the current LDT, riscv picks an ASID.
 * May sleep. On -ENOMEM nothing is held and destroy_context() must not follow. */
int __must_check init_new_context(struct task_struct *tsk, struct mm_struct *mm);
/* Opposite of the above. No CPU has this mm loaded. Cannot fail. */
void destroy_context(struct mm_struct *mm);
/* Load next's translation (and LDT), and set this CPU's bit in next->cpu_vm_mask. Interrupts off;
 * prev == next is allowed and cheap. */
void switch_mm(struct mm_struct *prev, struct mm_struct *next);
/* current keeps running on mm's tables as a borrower (mm_count is held): a kernel thread, or exit. */
void enter_lazy_tlb(struct mm_struct *mm);

#endif
