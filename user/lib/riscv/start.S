/*
 * Where a riscv program begins, and the calls that need more than a stub. The kernel leaves on the stack argc,
 * argv[], 0, envp[], 0, auxv[]; all the rest is start_main's.
 */

	.section .text._start,"ax",@progbits
	.globl	_start
	.type	_start, @function
_start:
	.option	push
	.option	norelax			/* gp cannot be found relative to gp */
	la	gp, __global_pointer$
	.option	pop
	li	fp, 0			/* a backtrace ends here */
	mv	a0, sp
	andi	sp, sp, -16
	tail	start_main
	.size	_start, . - _start

/* The stubs come here with -errno in a0. */
	.section .text.__syscall_error,"ax",@progbits
	.globl	__syscall_error
	.type	__syscall_error, @function
__syscall_error:
	neg	a0, a0
	la	t0, errno
	sw	a0, 0(t0)
	li	a0, -1
	ret
	.size	__syscall_error, . - __syscall_error

/* long syscall(long nr, ...): up to six arguments. */
	.section .text.syscall,"ax",@progbits
	.globl	syscall
	.type	syscall, @function
syscall:
	mv	a7, a0
	mv	a0, a1
	mv	a1, a2
	mv	a2, a3
	mv	a3, a4
	mv	a4, a5
	mv	a5, a6
	ecall
	li	t0, -4096
	bltu	t0, a0, 1f
	ret
1:	tail	__syscall_error
	.size	syscall, . - syscall

/*
 * int clone(fn, stack_top, flags, arg, parent_tid, tls, child_tid). fn and arg wait in registers that the
 * child inherits, so that the stack may be anything, the caller's own under CLONE_VFORK included.
 */
	.section .text.clone,"ax",@progbits
	.globl	clone
	.type	clone, @function
clone:
	mv	t1, a0
	mv	t2, a3
	mv	a0, a2
	andi	a1, a1, -16
	mv	a2, a4
	mv	a3, a5
	mv	a4, a6
	li	a7, 220
	ecall
	beqz	a0, 1f
	li	t0, -4096
	bltu	t0, a0, 2f
	ret
1:	li	fp, 0
	mv	a0, t2
	jalr	t1
	tail	thread_exit
2:	tail	__syscall_error
	.size	clone, . - clone

	.section .note.GNU-stack,"",@progbits
