/* What the firmware says about the board, for the files of this port, and what they share. */
#ifndef I386_BOARD_H
#define I386_BOARD_H

#include <kernel/cpu.h>
#include <kernel/types.h>

struct mm_struct;
struct pt_regs;
struct task_struct;

#define NR_ISA_IRQS 16

struct board {
	phys_addr_t lapic;  /* 0: the machine has none, so one CPU and no timer */
	phys_addr_t ioapic; /* 0: interrupts come by the 8259s */
	u32 ioapic_gsi;	    /* number of its first line */
	struct isa_irq {
		u32 gsi; /* global line */
		bool active_low, level;
	} isa[NR_ISA_IRQS]; /* where the ISA bus's lines end */
	u16 pm1a_control;   /* port to power off with; 0: none */
	u64 tsc_hz;
};
extern struct board board;

/* boot.S */
extern u32 multiboot_magic, multiboot_info;
void secondary_start(void);

/* acpi.c: MADT and FADT into board and cpus[]; without them one CPU and the 8259s. */
void acpi_read(void);

/* gdt.c: this CPU's descriptor table, task-state segments and interrupt table */
void gdt_init_cpu(struct cpu *cpu);
void idt_init(void); /* once; every CPU's gdt_init_cpu() loads it */
void __noreturn handle_double_fault(void);

/* mmu.c */
void mmu_init(void); /* the direct map gets its final form; RAM is known */

/* mmu_context.c, or slots.c */
void load_mm(struct mm_struct *mm); /* CR3; interrupts off */

/* tlb.c */
void local_flush_tlb(void); /* user translations */

/* ldt.c */
void load_ldt(struct mm_struct *mm); /* LDTR for mm, if it names another table; interrupts off */

/* irq.c, timer.c, smp.c: what the trap handlers call, interrupts off */
void handle_interrupt(struct pt_regs *regs);
void resched_interrupt(void);
void stop_interrupt(void);
void call_interrupt(void);

/* Have each of these CPUs, this one not among them, call fn(arg) with interrupts off; returns when all have.
 * Any context, but no lock may be held that is also taken with interrupts off. */
void call_cpus(cpumask_t cpus, void (*fn)(void *arg), void *arg);

#endif
