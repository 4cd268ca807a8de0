/*
 * From one task to another: struct task_struct *switch_to(prev, next).
 *
 * A task that does not run is inside this function: what C code preserves lies in its thread_struct.
 * The FP registers are saved only if its program has changed them since they were loaded, and loaded
 * only if next's program has used FP at all; the FS field of the user's sstatus tells both.
 */
#include <asm/csr.h>
#include <asm/ptrace.h>
#include <asm/thread.h>

#define FS_SHIFT	13
#define FS_DIRTY	3

	.section .text, "ax"
	.globl	switch_to
switch_to:
	ld	t0, TI_KERNEL_SP(a0)
	ld	t1, PT_STATUS(t0)
	srli	t1, t1, FS_SHIFT
	andi	t1, t1, FS_DIRTY
	addi	t1, t1, -FS_DIRTY
	beqz	t1, save_fp
1:	ld	t0, TI_KERNEL_SP(a1)
	ld	t1, PT_STATUS(t0)
	srli	t1, t1, FS_SHIFT
	andi	t1, t1, FS_DIRTY
	bnez	t1, load_fp
2:	sd	ra, TASK_THREAD_RA(a0)
	sd	sp, TASK_THREAD_SP(a0)
	sd	s0, (TASK_THREAD_S + 0)(a0)
	sd	s1, (TASK_THREAD_S + 8)(a0)
	sd	s2, (TASK_THREAD_S + 16)(a0)
	sd	s3, (TASK_THREAD_S + 24)(a0)
	sd	s4, (TASK_THREAD_S + 32)(a0)
	sd	s5, (TASK_THREAD_S + 40)(a0)
	sd	s6, (TASK_THREAD_S + 48)(a0)
	sd	s7, (TASK_THREAD_S + 56)(a0)
	sd	s8, (TASK_THREAD_S + 64)(a0)
	sd	s9, (TASK_THREAD_S + 72)(a0)
	sd	s10, (TASK_THREAD_S + 80)(a0)
	sd	s11, (TASK_THREAD_S + 88)(a0)
	/* prev's program may have been between lr and sc: that sc must fail. */
	addi	t0, a0, TI_USER_SP
	sc.d	zero, zero, (t0)
	ld	ra, TASK_THREAD_RA(a1)
	ld	sp, TASK_THREAD_SP(a1)
	ld	s0, (TASK_THREAD_S + 0)(a1)
	ld	s1, (TASK_THREAD_S + 8)(a1)
	ld	s2, (TASK_THREAD_S + 16)(a1)
	ld	s3, (TASK_THREAD_S + 24)(a1)
	ld	s4, (TASK_THREAD_S + 32)(a1)
	ld	s5, (TASK_THREAD_S + 40)(a1)
	ld	s6, (TASK_THREAD_S + 48)(a1)
	ld	s7, (TASK_THREAD_S + 56)(a1)
	ld	s8, (TASK_THREAD_S + 64)(a1)
	ld	s9, (TASK_THREAD_S + 72)(a1)
	ld	s10, (TASK_THREAD_S + 80)(a1)
	ld	s11, (TASK_THREAD_S + 88)(a1)
	mv	tp, a1
	ret

save_fp:
	mv	a2, a0
	jal	t5, fp_save_task
	j	1b

load_fp:
	mv	a2, a1
	jal	t5, fp_load_task
	j	2b

/* unsigned long arch_frame_pointer(void): the caller's, for this function makes no frame. */
	.globl	arch_frame_pointer
arch_frame_pointer:
	mv	a0, s0
	ret
