/*
 * The way into the kernel and back.
 *
 * In user mode sscratch holds the current task; in the kernel it is 0, and tp holds the task. So one
 * exchange of the two tells where a trap came from. A trap from user mode saves all registers as
 * struct pt_regs at the top of the task's kernel stack, one from the kernel saves them on the stack
 * in use. On the way out s0 - s11 are loaded only if somebody changed the copy: C code preserves
 * them anyway.
 */
#include <arch/page.h>
#include <asm/csr.h>
#include <asm/ptrace.h>
#include <asm/thread.h>

#define RA 1
#define SP 2
#define GP 3
#define TP 4
#define T0 5
#define S0 8

/* All but sp and tp. */
.macro save_registers
	sd	ra, PT_REG(RA)(sp)
	sd	gp, PT_REG(GP)(sp)
	sd	t0, PT_REG(T0)(sp)
	sd	t1, PT_REG(6)(sp)
	sd	t2, PT_REG(7)(sp)
	sd	s0, PT_REG(S0)(sp)
	sd	s1, PT_REG(9)(sp)
	sd	a0, PT_REG(10)(sp)
	sd	a1, PT_REG(11)(sp)
	sd	a2, PT_REG(12)(sp)
	sd	a3, PT_REG(13)(sp)
	sd	a4, PT_REG(14)(sp)
	sd	a5, PT_REG(15)(sp)
	sd	a6, PT_REG(16)(sp)
	sd	a7, PT_REG(17)(sp)
	sd	s2, PT_REG(18)(sp)
	sd	s3, PT_REG(19)(sp)
	sd	s4, PT_REG(20)(sp)
	sd	s5, PT_REG(21)(sp)
	sd	s6, PT_REG(22)(sp)
	sd	s7, PT_REG(23)(sp)
	sd	s8, PT_REG(24)(sp)
	sd	s9, PT_REG(25)(sp)
	sd	s10, PT_REG(26)(sp)
	sd	s11, PT_REG(27)(sp)
	sd	t3, PT_REG(28)(sp)
	sd	t4, PT_REG(29)(sp)
	sd	t5, PT_REG(30)(sp)
	sd	t6, PT_REG(31)(sp)
.endm

/* What C code may have changed, but not sp, gp and tp. */
.macro restore_caller_saved
	ld	ra, PT_REG(RA)(sp)
	ld	t0, PT_REG(T0)(sp)
	ld	t1, PT_REG(6)(sp)
	ld	t2, PT_REG(7)(sp)
	ld	a0, PT_REG(10)(sp)
	ld	a1, PT_REG(11)(sp)
	ld	a2, PT_REG(12)(sp)
	ld	a3, PT_REG(13)(sp)
	ld	a4, PT_REG(14)(sp)
	ld	a5, PT_REG(15)(sp)
	ld	a6, PT_REG(16)(sp)
	ld	a7, PT_REG(17)(sp)
	ld	t3, PT_REG(28)(sp)
	ld	t4, PT_REG(29)(sp)
	ld	t5, PT_REG(30)(sp)
	ld	t6, PT_REG(31)(sp)
.endm

	.section .text, "ax"
	.balign	4
	.globl	trap_entry
trap_entry:
	csrrw	tp, sscratch, tp
	beqz	tp, trap_from_kernel

	sd	sp, TI_USER_SP(tp)
	ld	sp, TI_KERNEL_SP(tp)
	save_registers
	ld	t0, TI_USER_SP(tp)
	csrrw	t1, sscratch, zero
	csrr	t2, sepc
	csrr	t3, sstatus
	csrr	t4, scause
	li	t5, EXC_SYSCALL
	sd	t0, PT_REG(SP)(sp)
	sd	t1, PT_REG(TP)(sp)
	sd	t3, PT_STATUS(sp)
	sd	t4, PT_CAUSE(sp)
	bne	t4, t5, user_exception

	addi	t2, t2, 4		/* go on after the ecall */
	sd	t2, PT_EPC(sp)
	sd	a0, PT_ORIG_A0(sp)
	csrsi	sstatus, SR_SIE
	mv	a6, a7			/* a0 - a5 are where the program and C both want them */
	call	do_syscall
	csrci	sstatus, SR_SIE
	sd	a0, PT_REG(10)(sp)

	/* Interrupts are off from here on: what is pending now is all there is to do. */
return_to_user:
	ld	t0, TI_WORK(tp)
	bnez	t0, user_work
restore_user:
	ld	t0, PT_EPC(sp)
	ld	t1, PT_STATUS(sp)
	csrw	sepc, t0
	csrw	sstatus, t1
	csrw	sscratch, tp
	restore_caller_saved
	ld	gp, PT_REG(GP)(sp)
	ld	tp, PT_REG(TP)(sp)
	ld	sp, PT_REG(SP)(sp)
	sret

user_exception:
	csrr	t0, stval
	sd	t2, PT_EPC(sp)
	sd	t0, PT_TVAL(sp)
	mv	a0, sp
	call	handle_user_trap
	j	return_to_user

user_work:
	mv	a0, sp
	call	exit_to_user_mode_work
	/* fall through: a signal may have changed any register */
restore_all_user:
	li	t0, ~(1 << TIF_RESTORE_ALL_BIT)
	amoand.d zero, t0, (tp)
	ld	s0, PT_REG(S0)(sp)
	ld	s1, PT_REG(9)(sp)
	ld	s2, PT_REG(18)(sp)
	ld	s3, PT_REG(19)(sp)
	ld	s4, PT_REG(20)(sp)
	ld	s5, PT_REG(21)(sp)
	ld	s6, PT_REG(22)(sp)
	ld	s7, PT_REG(23)(sp)
	ld	s8, PT_REG(24)(sp)
	ld	s9, PT_REG(25)(sp)
	ld	s10, PT_REG(26)(sp)
	ld	s11, PT_REG(27)(sp)
	j	restore_user

/*
 * Here tp is 0, so it is free, and sscratch holds the task. The stack is in use and may be at its
 * end: bit KSTACK_SHIFT of an address is 1 in a stack and 0 in the hole below it. Above the
 * registers goes what looks like the frame of a function that the interrupted one called, for
 * backtraces.
 */
#define KERNEL_FRAME (PT_SIZE + 16)

trap_from_kernel:
	addi	tp, sp, -KERNEL_FRAME
	slli	tp, tp, 63 - KSTACK_SHIFT
	bgez	tp, stack_overflow
	csrrw	tp, sscratch, zero
	addi	sp, sp, -KERNEL_FRAME
	save_registers
	addi	t0, sp, KERNEL_FRAME
	csrr	t1, sepc
	sd	t0, PT_REG(SP)(sp)
	sd	s0, -16(t0)
	sd	t1, -8(t0)
	mv	s0, t0
	sd	tp, PT_REG(TP)(sp)
	sd	t1, PT_EPC(sp)
	li	t2, SR_SUM		/* a user copy may have been interrupted */
	csrrc	t3, sstatus, t2
	csrr	t4, scause
	csrr	t5, stval
	sd	t3, PT_STATUS(sp)
	sd	t4, PT_CAUSE(sp)
	sd	t5, PT_TVAL(sp)
	mv	a0, sp
	call	handle_kernel_trap
	ld	t0, PT_EPC(sp)
	ld	t1, PT_STATUS(sp)
	csrw	sepc, t0
	csrw	sstatus, t1
	restore_caller_saved
	ld	s0, PT_REG(S0)(sp)
	addi	sp, sp, KERNEL_FRAME
	sret

/*
 * Report it on a stack kept for that. One CPU does; any other that has overflowed too waits for it to
 * stop the machine. The lock and its address share the only free register.
 */
stack_overflow:
	la	tp, emergency_lock
	amoswap.w tp, tp, (tp)
	bnez	tp, stack_overflow
	la	tp, emergency_stack_top - KERNEL_FRAME
	sd	sp, PT_REG(SP)(tp)
	mv	sp, tp
	csrrw	tp, sscratch, zero
	save_registers
	csrr	t1, sepc
	csrr	t3, sstatus
	csrr	t4, scause
	csrr	t5, stval
	sd	s0, KERNEL_FRAME - 16(sp)
	sd	t1, KERNEL_FRAME - 8(sp)
	addi	s0, sp, KERNEL_FRAME
	sd	tp, PT_REG(TP)(sp)
	sd	t1, PT_EPC(sp)
	sd	t3, PT_STATUS(sp)
	sd	t4, PT_CAUSE(sp)
	sd	t5, PT_TVAL(sp)
	mv	a0, sp
	call	handle_stack_overflow

/*
 * The first steps of a new task, on its own stack; switch_to() left prev in a0. s1 is 0, or the
 * function that a kernel thread runs with argument s2. One that has executed a program goes to user
 * mode when the function returns.
 */
	.globl	ret_from_fork
ret_from_fork:
	call	schedule_tail
	beqz	s1, 1f
	mv	a0, s2
	jalr	s1
	call	kernel_thread_returned
1:	csrci	sstatus, SR_SIE
	ld	t0, TI_WORK(tp)
	li	t1, ~(1 << TIF_RESTORE_ALL_BIT)
	and	t0, t0, t1
	bnez	t0, user_work
	j	restore_all_user

	.section .data, "aw"
	.balign	4
emergency_lock:
	.word	0
