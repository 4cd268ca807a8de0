/*
 * Where the other CPUs begin: a STARTUP interrupt makes a CPU run in real mode at a page below 1 MiB
 * (Intel SDM volume 3A, section 9.4.4). smp.c copies the code from trampoline_start to trampoline_end to the
 * physical address TRAMPOLINE and writes the word trampoline_stack there. So everything is addressed relative to
 * TRAMPOLINE, until paging is on: then with the tables of swapper_pg_dir plus the first 4 MiB where they are.
 */
#include <arch/page.h>
#include <asm/cpufeature.h>
#include <asm/segment.h>
#include "trampoline.h"

#define HERE(label)  ((label) - trampoline_start)
#define ABS(label)   (HERE(label) + TRAMPOLINE)
#define PHYS(addr)   ((addr) - PAGE_OFFSET)

	.section .text, "ax"
	.code16
	.globl	trampoline_start
trampoline_start:
	cli
	cld
	movw	%cs, %ax
	movw	%ax, %ds
	lgdtl	HERE(trampoline_gdtr)
	movl	%cr0, %eax
	orl	$CR0_PE, %eax
	movl	%eax, %cr0
	ljmpl	$8, $ABS(trampoline_32)

	.code32
trampoline_32:
	movw	$16, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %ss
	movl	%cr4, %eax
	orl	$CR4_PSE, %eax
	movl	%eax, %cr4
	movl	$PHYS(trampoline_pg_dir), %eax
	movl	%eax, %cr3
	movl	%cr0, %eax
	orl	$CR0_PG | CR0_WP, %eax
	movl	%eax, %cr0
	movl	ABS(trampoline_stack), %eax
	movl	$secondary_start, %ecx
	jmp	*%ecx

	.balign	8
trampoline_gdt:
	.quad	0
	.quad	0x00cf9b000000ffff	/* code, flat */
	.quad	0x00cf93000000ffff	/* data, flat */
trampoline_gdtr:
	.word	. - trampoline_gdt - 1
	.long	ABS(trampoline_gdt)
	.balign	4
	.globl	trampoline_stack
trampoline_stack:
	.long	0
	.globl	trampoline_end
trampoline_end:
