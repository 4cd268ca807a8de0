/*
 * Where an i386 program begins, and the calls that need more than a stub. The kernel leaves on the stack argc,
 * argv[], 0, envp[], 0, auxv[]; all the rest is start_main's.
 */

	.section .text._start,"ax",@progbits
	.globl	_start
	.type	_start, @function
_start:
	xorl	%ebp, %ebp		/* a backtrace ends here */
	movl	%esp, %eax
	andl	$-16, %esp
	subl	$12, %esp
	pushl	%eax
	call	start_main
	hlt
	.size	_start, . - _start

/* The stubs come here with -errno in eax. */
	.section .text.__syscall_error,"ax",@progbits
	.globl	__syscall_error
	.type	__syscall_error, @function
__syscall_error:
	negl	%eax
	movl	%eax, errno
	movl	$-1, %eax
	ret
	.size	__syscall_error, . - __syscall_error

/* What a caller wants back, 16 bytes; and the way out with them, a result of the kernel's in eax. */
.macro save_registers
	pushl	%ebx
	pushl	%esi
	pushl	%edi
	pushl	%ebp
.endm

.macro return_result
	popl	%ebp
	popl	%edi
	popl	%esi
	popl	%ebx
	cmpl	$-4096, %eax
	ja	__syscall_error
	ret
.endm

/* long syscall(long nr, ...): up to six arguments. */
	.section .text.syscall,"ax",@progbits
	.globl	syscall
	.type	syscall, @function
syscall:
	save_registers
	movl	20(%esp), %eax
	movl	24(%esp), %ebx
	movl	28(%esp), %ecx
	movl	32(%esp), %edx
	movl	36(%esp), %esi
	movl	40(%esp), %edi
	movl	44(%esp), %ebp
	int	$0x80
	return_result
	.size	syscall, . - syscall

/*
 * int clone(fn, stack_top, flags, arg, parent_tid, tls, child_tid). fn waits in a register, arg on the
 * child's stack, where fn expects it.
 */
	.section .text.clone,"ax",@progbits
	.globl	clone
	.type	clone, @function
clone:
	save_registers
	movl	20(%esp), %ebp		/* fn */
	movl	24(%esp), %ecx
	andl	$-16, %ecx
	subl	$16, %ecx
	movl	32(%esp), %eax
	movl	%eax, (%ecx)		/* arg */
	movl	28(%esp), %ebx		/* flags */
	movl	36(%esp), %edx		/* parent_tid */
	movl	40(%esp), %esi		/* tls */
	movl	44(%esp), %edi		/* child_tid */
	movl	$120, %eax
	int	$0x80
	testl	%eax, %eax
	jz	1f
	return_result
1:	movl	%ebp, %eax
	xorl	%ebp, %ebp
	call	*%eax
	movl	%eax, (%esp)
	call	thread_exit
	hlt
	.size	clone, . - clone

	.section .note.GNU-stack,"",@progbits
