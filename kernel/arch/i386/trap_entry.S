/*
 * The way into the kernel and back.
 *
 * A trap from user mode saves all registers as struct pt_regs at the top of the task's kernel stack, which
 * the TSS names; one from the kernel saves them on the stack in use. ds and es are the program's, so they
 * are loaded with the kernel's. fs and gs are not touched.
 *
 * The selectors that go back may not exist any more: another thread can change the LDT. Loading one faults
 * in here then. For ds and es the way out is the null selector; if iret itself fails, the program has
 * lost its code or stack and gets a signal, with its registers saved as if it had trapped.
 */
#include <arch/page.h>
#include <asm/cpufeature.h>
#include <asm/ex_table.h>
#include <asm/ptrace.h>
#include <asm/segment.h>
#include <asm/thread.h>
#include <abi/syscall_nr.h>
#include "vectors.h"

/* From below the trap number down. */
.macro save_registers
	subl	$4, %esp		/* Linux's fs */
	pushl	%es
	pushl	%ds
	pushl	%eax
	pushl	%ebp
	pushl	%edi
	pushl	%esi
	pushl	%edx
	pushl	%ecx
	pushl	%ebx
	cld
.endm

.macro pop_registers
	popl	%ebx
	popl	%ecx
	popl	%edx
	popl	%esi
	popl	%edi
	popl	%ebp
	popl	%eax
.endm

/* Up to where the machine's own words begin. A word that was to be popped and selects nothing any more is
 * replaced by the null selector. */
.macro restore_registers
	pop_registers
.Lds\@:
	popl	%ds
.Les\@:
	popl	%es
.Lend\@:
	addl	$12, %esp
	.subsection 1
.Lbad_ds\@:
	movl	$0, (%esp)
	jmp	.Lds\@
.Lbad_es\@:
	movl	$0, (%esp)
	jmp	.Les\@
	.subsection 0
	ex_range .Lds\@, .Les\@, .Lbad_ds\@
	ex_range .Les\@, .Lend\@, .Lbad_es\@
.endm

.macro kernel_segments reg
	movl	$KERNEL_DS, %\reg
	movl	%\reg, %ds
	movl	%\reg, %es
.endm

.macro get_current reg
	movl	$-KSTACK_SIZE, %\reg
	andl	%esp, %\reg
	movl	(%\reg), %\reg
.endm

/* Where this CPU's GDT is. */
.macro get_gdt reg
	subl	$8, %esp
	sgdt	2(%esp)
	movl	4(%esp), %\reg
	addl	$8, %esp
.endm

	.section .text, "ax"

/*
 * int 0x80: number in eax, arguments in ebx, ecx, edx, esi, edi, ebp. The gate leaves interrupts on. C
 * takes the first three arguments in eax, edx, ecx, and the others from the stack.
 */
	.balign	16
	.globl	syscall_entry
syscall_entry:
	pushl	%eax
	pushl	$VECTOR_SYSCALL
	save_registers
	pushl	%ebp
	pushl	%edi
	pushl	%esi
	kernel_segments edi
	cmpl	$NR_syscalls, %eax
	jae	bad_syscall
	movl	syscall_table(, %eax, 4), %esi
	testl	%esi, %esi
	jz	bad_syscall
	xchgl	%ecx, %edx
	movl	%ebx, %eax
	call	*%esi
syscall_done:
	cli
	movl	%eax, PT_EAX + 12(%esp)
	addl	$12, %esp

	/* Interrupts are off from here on: what is pending now is all there is to do. */
return_to_user:
	get_current eax
	cmpl	$0, TI_WORK(%eax)
	jne	user_work
restore_user:
	cmpl	$USER_DS, PT_SS(%esp)
	jne	restore_other_stack
restore_plain_stack:
	restore_registers
return_iret:
	iret
return_iret_end:
	ex_range return_iret, return_iret_end, bad_iret

/*
 * For a stack segment of 16 bits iret loads half of esp. The other half would be ours: a secret, and not what the
 * program had there. So it is put into esp before, and the base of a segment of our own makes up for it. Only iret
 * can fault on that stack; trap_from_kernel leaves it.
 */
restore_other_stack:
	testb	$SELECTOR_LDT, PT_SS(%esp)
	jz	restore_plain_stack
	get_gdt	ecx
	movl	%esp, %edx
	movl	PT_ESP(%esp), %eax
	movw	%dx, %ax
	subl	%eax, %edx		/* the base; its lower half is 0 */
	shrl	$16, %edx
	movb	%dl, ESPFIX_SS + 4(%ecx)
	movb	%dh, ESPFIX_SS + 7(%ecx)
other_ds:
	movw	PT_DS(%esp), %ds
other_es:
	movw	PT_ES(%esp), %es
other_end:
	pushl	$ESPFIX_SS
	pushl	%eax
	lss	(%esp), %esp
	pop_registers
	addl	$PT_EIP - PT_DS, %esp
other_iret:
	iret
other_iret_end:
	ex_range other_ds, other_es, other_bad_ds
	ex_range other_es, other_end, other_bad_es
	ex_range other_iret, other_iret_end, bad_iret

other_bad_ds:
	movl	$0, PT_DS(%esp)
	jmp	other_ds
other_bad_es:
	movl	$0, PT_ES(%esp)
	jmp	other_es

/* iret has popped nothing: above esp lies what a trap from user mode pushes. */
bad_iret:
	pushl	$0
	pushl	$32			/* EXC_IRET */
	jmp	trap_from_user

user_work:
	movl	%esp, %eax
	call	exit_to_user_mode_work
	jmp	restore_user

bad_syscall:
	pushl	%eax
	pushl	%ebp
	pushl	%edi
	pushl	%esi
	xchgl	%ecx, %edx
	movl	%ebx, %eax
	call	do_syscall
	addl	$16, %esp
	jmp	syscall_done

/*
 * All other vectors: trap_stubs has 16 bytes for each. They leave two words on the stack, the error code (or 0) and
 * the vector.
 */
	.balign	16
	.globl	trap_stubs
trap_stubs:
	.set	vector, 0
	.rept	NR_VECTORS
	.balign	16
	/* The machine pushes an error code for these (Intel SDM volume 3A, table 6-1). */
	.if	vector != 8 && (vector < 10 || vector > 14) && vector != 17
	pushl	$0
	.endif
	pushl	$vector
	jmp	trap_common
	.set	vector, vector + 1
	.endr

trap_common:
	testb	$3, 12(%esp)		/* cs: from which ring */
	jz	trap_from_kernel
trap_from_user:
	save_registers
	kernel_segments eax
	movl	%esp, %eax
	xorl	%ebp, %ebp		/* a backtrace ends here */
	call	handle_user_trap
	jmp	return_to_user

/* For backtraces, what looks like the frame of a function that the interrupted one called. */
trap_from_kernel:
	save_registers
	kernel_segments eax
	movl	%ss, %edx
	cmpl	%eax, %edx
	jne	leave_other_stack
on_kernel_stack:
	movl	%esp, %eax
	pushl	PT_EIP(%esp)
	pushl	%ebp
	movl	%esp, %ebp
	call	handle_kernel_trap
	popl	%ebp
	addl	$4, %esp
	restore_registers		/* ds and es are a program's if the fault was on the way back to it */
	iret

/* The iret of restore_other_stack has failed. */
leave_other_stack:
	get_gdt	ecx
	movb	ESPFIX_SS + 4(%ecx), %dl
	movb	ESPFIX_SS + 7(%ecx), %dh
	shll	$16, %edx
	addl	%esp, %edx
	movl	%eax, %ss
	movl	%edx, %esp
	jmp	on_kernel_stack

/*
 * The first steps of a new task, on its own stack; switch_to() left prev in eax. ebx is 0, or the function
 * that a kernel thread runs with argument esi. One that has executed a program goes to user mode when the
 * function returns.
 */
	.globl	ret_from_fork
ret_from_fork:
	call	schedule_tail
	testl	%ebx, %ebx
	jz	1f
	movl	%esi, %eax
	call	*%ebx
	call	kernel_thread_returned
1:	cli
	jmp	return_to_user

/* Double faults arrive here by a task gate, with registers, stack and tables of their own. */
	.globl	double_fault_entry
double_fault_entry:
	call	handle_double_fault
