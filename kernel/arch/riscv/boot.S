/*
 * The first instructions, of the boot CPU and of every other.
 *
 * OpenSBI enters with a0 = hart id, a1 = device tree (or what hart_start() was given), paging off,
 * interrupts off, at the physical address of _start. The code here is position-independent, so it
 * runs there; paging_on() moves to the addresses that the kernel is linked for.
 */
#include <arch/pgtable.h>
#include <asm/csr.h>
#include <asm/ptrace.h>
#include <asm/thread.h>

/* All rights; setup_arch() takes away what is too much. */
#define GIGABYTE_ENTRY	(_PAGE_KERNEL | _PAGE_WRITE | _PAGE_EXEC)
#define GIGABYTE_STEP	(1 << (PGDIR_SHIFT - PAGE_SHIFT + _PAGE_PFN_SHIFT))

	.section .text.boot, "ax"
	.globl	_start
_start:
	csrw	sie, zero
	csrw	sscratch, zero		/* the trap entry: we are in the kernel */
	mv	s1, a0
	mv	s2, a1

	la	t0, __bss_start
	la	t1, __bss_end
1:	sd	zero, 0(t0)
	addi	t0, t0, 8
	bltu	t0, t1, 1b

	/* The direct map, one 1 GiB page after the other. */
	la	t0, swapper_pg_dir + USER_PTRS_PER_PGD * 8
	li	t1, GIGABYTE_ENTRY
	li	t2, GIGABYTE_STEP
	addi	t3, t0, (DIRECT_MAP_SIZE >> PGDIR_SHIFT) * 8
2:	sd	t1, 0(t0)
	add	t1, t1, t2
	addi	t0, t0, 8
	bltu	t0, t3, 2b

	call	paging_on
	la	tp, init_task
	la	sp, boot_stack_top - PT_SIZE
	sd	sp, TI_KERNEL_SP(tp)
	li	s0, 0
	la	t0, boot_hart
	sd	s1, 0(t0)
	la	t0, boot_fdt
	sd	s2, 0(t0)
	call	kernel_main
	/* never returns */

/* Other CPUs: a1 = the idle task, which has a stack. */
	.globl	secondary_start
secondary_start:
	csrw	sie, zero
	csrw	sscratch, zero
	call	paging_on
	mv	tp, a1
	ld	sp, TI_KERNEL_SP(tp)
	li	s0, 0
	call	secondary_main
	/* never returns */

/*
 * Turn on paging and return to the caller's linked address. The instruction after the csrw lies at
 * an address that is no longer mapped; the fault "returns" to stvec, which is.
 */
paging_on:
	li	t2, PAGE_OFFSET
	add	ra, ra, t2
	la	t0, 1f
	add	t0, t0, t2
	csrw	stvec, t0
	la	t0, swapper_pg_dir
	srli	t0, t0, PAGE_SHIFT
	li	t1, SATP_MODE_SV39
	slli	t1, t1, SATP_MODE_SHIFT
	or	t0, t0, t1
	sfence.vma
	csrw	satp, t0
	.balign	4
1:	la	t0, trap_entry
	csrw	stvec, t0
	ret

	.section .data, "aw"
	.balign	8
	.globl	boot_hart
boot_hart:
	.dword	0
	.globl	boot_fdt		/* physical address of the device tree */
boot_fdt:
	.dword	0
