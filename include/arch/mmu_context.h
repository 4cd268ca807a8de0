/* The machine's share of an address space. */
#ifndef ARCH_MMU_CONTEXT_H
#define ARCH_MMU_CONTEXT_H

/*
 * <asm/mmu_context.h> defines mm_context_t, and mm_linear(mm, addr): where user address addr of mm is in
 * the page tables and for the TLB. On most machines that is addr itself; a port that keeps several address
 * spaces in one set of tables adds where mm's begins, a multiple of PGDIR_SIZE.
 */
#include <asm/mmu_context.h>
#include <kernel/compiler.h>

struct mm_struct;
struct task_struct;

/* Make mm->context usable for a new mm: for a child, tsk, whose space is to be like current's, or for exec, where tsk
 * is current. i386 clones the LDT; on riscv switch_mm() picks an ASID, later. May sleep.
 * On an error (-ENOMEM; -EAGAIN: there is no place for another space) nothing is held and destroy_context() must not
 * follow. */
int __must_check init_new_context(struct task_struct *tsk, struct mm_struct *mm);
/* Opposite of the above. No CPU has this mm loaded. Cannot fail, does not sleep. */
void destroy_context(struct mm_struct *mm);
/* Load next's translation (and LDT), and set this CPU's bit in next->cpu_vm_mask. Interrupts off;
 * prev == next is allowed and cheap. */
void switch_mm(struct mm_struct *prev, struct mm_struct *next);
/* This CPU goes on with mm's tables as a borrower (mm_count is held): for a kernel thread, or in exit. */
void enter_lazy_tlb(struct mm_struct *mm);

#endif
