/* Whole pages, with as few instructions around the loads and stores as pays. */
#include <arch/page.h>

	.section .text, "ax"

/* void clear_page(void *page) */
	.globl	clear_page
clear_page:
	li	t0, PAGE_SIZE
	add	t0, t0, a0
1:
	.set	offset, 0
	.rept	32
	sd	zero, offset(a0)
	.set	offset, offset + 8
	.endr
	addi	a0, a0, 256
	bne	a0, t0, 1b
	ret

/* void copy_page(void *to, const void *from) */
	.globl	copy_page
copy_page:
	li	t0, PAGE_SIZE
	add	t0, t0, a0
1:
	.set	offset, 0
	.rept	4
	ld	t1, offset + 0(a1)
	ld	t2, offset + 8(a1)
	ld	t3, offset + 16(a1)
	ld	t4, offset + 24(a1)
	ld	t5, offset + 32(a1)
	ld	t6, offset + 40(a1)
	ld	a2, offset + 48(a1)
	ld	a3, offset + 56(a1)
	sd	t1, offset + 0(a0)
	sd	t2, offset + 8(a0)
	sd	t3, offset + 16(a0)
	sd	t4, offset + 24(a0)
	sd	t5, offset + 32(a0)
	sd	t6, offset + 40(a0)
	sd	a2, offset + 48(a0)
	sd	a3, offset + 56(a0)
	.set	offset, offset + 64
	.endr
	addi	a0, a0, 256
	addi	a1, a1, 256
	bne	a0, t0, 1b
	ret
