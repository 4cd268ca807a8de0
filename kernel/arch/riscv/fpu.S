/*
 * The floating-point registers of user programs; the kernel itself uses none. The routines named
 * fp_*_task are called from switch.S with the task in a2 and the return address in t5; they change
 * t0 to t4 only.
 */
#include <asm/csr.h>
#include <asm/ptrace.h>
#include <asm/thread.h>

.altmacro
.macro each_register insn, base
	.set	reg, 0
	.rept	32
	one_register \insn, %reg, \base
	.set	reg, reg + 1
	.endr
.endm
.macro one_register insn, n, base
	\insn	f\n, (\n * 8)(\base)
.endm

	.section .text, "ax"

/* Registers to thread.fp; the user's FS goes from dirty to clean. */
	.globl	fp_save_task
fp_save_task:
	ld	t0, TI_KERNEL_SP(a2)
	ld	t1, PT_STATUS(t0)
	li	t2, SR_FS
	csrs	sstatus, t2
	not	t3, t2
	and	t1, t1, t3
	li	t4, SR_FS_CLEAN
	or	t1, t1, t4
	sd	t1, PT_STATUS(t0)
	li	t0, TASK_THREAD_FP
	add	t0, t0, a2
	each_register fsd, t0
	frcsr	t1
	sd	t1, FP_FCSR(t0)
	jr	t5

/* thread.fp to registers. */
	.globl	fp_load_task
fp_load_task:
	li	t2, SR_FS
	csrs	sstatus, t2
	li	t0, TASK_THREAD_FP
	add	t0, t0, a2
	each_register fld, t0
	ld	t1, FP_FCSR(t0)
	fscsr	t1
	jr	t5

/* void fp_save(struct task_struct *), void fp_load(struct task_struct *): the same for C. */
	.globl	fp_save
fp_save:
	mv	a2, a0
	jal	t5, fp_save_task
	ret

	.globl	fp_load
fp_load:
	mv	a2, a0
	jal	t5, fp_load_task
	ret
