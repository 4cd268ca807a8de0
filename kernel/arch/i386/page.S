/*
 * Whole pages, by SSE registers, which hold 16 bytes: fewer instructions than any other way. They are the
 * program's, so what is used of them is kept on the stack meanwhile. A switch to another task in between
 * (none happens in here) would do no harm: it exchanges them.
 */
#include <arch/page.h>

	.section .text, "ax"

/* void clear_page(void *page) */
	.globl	clear_page
clear_page:
	subl	$16, %esp
	movups	%xmm0, (%esp)
	xorps	%xmm0, %xmm0
	leal	PAGE_SIZE(%eax), %edx
1:
	.set	offset, 0
	.rept	32
	movaps	%xmm0, offset(%eax)
	.set	offset, offset + 16
	.endr
	addl	$512, %eax
	cmpl	%edx, %eax
	jne	1b
	movups	(%esp), %xmm0
	addl	$16, %esp
	ret

/* void copy_page(void *to, const void *from) */
	.globl	copy_page
copy_page:
	subl	$64, %esp
	movups	%xmm0, (%esp)
	movups	%xmm1, 16(%esp)
	movups	%xmm2, 32(%esp)
	movups	%xmm3, 48(%esp)
	leal	PAGE_SIZE(%eax), %ecx
1:
	.set	offset, 0
	.rept	4
	movaps	offset + 0(%edx), %xmm0
	movaps	offset + 16(%edx), %xmm1
	movaps	offset + 32(%edx), %xmm2
	movaps	offset + 48(%edx), %xmm3
	movaps	%xmm0, offset + 0(%eax)
	movaps	%xmm1, offset + 16(%eax)
	movaps	%xmm2, offset + 32(%eax)
	movaps	%xmm3, offset + 48(%eax)
	.set	offset, offset + 64
	.endr
	addl	$256, %eax
	addl	$256, %edx
	cmpl	%ecx, %eax
	jne	1b
	movups	(%esp), %xmm0
	movups	16(%esp), %xmm1
	movups	32(%esp), %xmm2
	movups	48(%esp), %xmm3
	addl	$64, %esp
	ret
