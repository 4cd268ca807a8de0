/* What the device tree says about the board, for the files of this port. */
#ifndef RISCV_BOARD_H
#define RISCV_BOARD_H

#include <kernel/cpu.h>
#include <kernel/types.h>

struct mm_struct;
struct pt_regs;
struct task_struct;

#define MAX_VIRTIO_SLOTS 16

/* Registers of one device. Physical address 0 means: there is no such device. */
struct board_device {
	phys_addr_t base;
	u64 size;
	unsigned int irq;
};

struct board {
	u64 timebase; /* ticks of time in a second */
	bool sstc;    /* every CPU has stimecmp */
	struct board_device uart;
	unsigned int uart_reg_shift, uart_reg_width; /* registers lie 1 << shift apart; bytes in an access */
	struct board_device plic;
	unsigned int plic_sources;
	struct board_device finisher, rtc;
	struct board_device virtio[MAX_VIRTIO_SLOTS];
	unsigned int nr_virtio;
};
extern struct board board;

/* boot.S */
extern unsigned long boot_hart;
extern phys_addr_t boot_fdt;
void secondary_start(void);

/* mmu.c */
void mmu_init(void); /* the direct map gets its final form; RAM is known */

/* mmu_context.c */
void asid_init(void);
void renew_context(struct mm_struct *mm); /* what any TLB holds of mm is dead; see tlb.c */

/* irq.c, timer.c, smp.c: what the trap handlers call, interrupts off */
void handle_interrupt(struct pt_regs *regs);
void timer_disarm(void);
void ipi_interrupt(void);

/* uaccess.S: false if the CSR cannot be written */
bool try_write_stimecmp(unsigned long value);

/* fpu.S */
void fp_save(struct task_struct *tsk);
void fp_load(struct task_struct *tsk);

/* The hart ids of a set of CPUs, 64 at a time from base on: how SBI wants them. Takes them out of
 * *cpus; false when none is left. */
bool next_hart_mask(cpumask_t *cpus, unsigned long *mask, unsigned long *base);

#endif
