/*
 * The boot CPU's stack, which becomes its idle task's, and the one on which a CPU reports that its
 * kernel stack overflowed. Each is the upper half of its place; the page below it is not mapped.
 */
#include <arch/page.h>

	.section .bss..stacks, "aw", @nobits
	.balign	KSTACK_ALIGN
	.skip	KSTACK_SIZE
	.globl	boot_stack
boot_stack:
	.skip	KSTACK_SIZE
	.globl	boot_stack_top
boot_stack_top:
	.skip	KSTACK_SIZE
	.globl	emergency_stack
emergency_stack:
	.skip	KSTACK_SIZE
	.globl	emergency_stack_top
emergency_stack_top:
