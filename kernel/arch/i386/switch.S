/*
 * From one task to another: struct task_struct *switch_to(prev, next).
 *
 * A task that does not run is inside this function: what C code preserves lies on its stack, the FP and
 * SSE registers and the selectors fs and gs in its thread_struct. The last two may be of an LDT that has lost
 * them since: then they become null. switch_mm() has loaded the LDT already.
 * Kernel threads have no use for any of these, but exchanging them costs less than asking.
 */
#include <asm/ex_table.h>
#include <asm/thread.h>

	.section .text, "ax"
	.globl	switch_to
switch_to:
	pushl	%ebp
	pushl	%ebx
	pushl	%esi
	pushl	%edi
	movw	%fs, TASK_THREAD_FS(%eax)
	movw	%gs, TASK_THREAD_GS(%eax)
	fxsave	TASK_THREAD_FP(%eax)
	movl	%esp, TASK_THREAD_SP(%eax)
	movl	TASK_THREAD_SP(%edx), %esp
	movl	%eax, %ebx
	movl	%edx, %esi
	fxrstor	TASK_THREAD_FP(%edx)
	movl	%edx, %eax
	call	switch_cpu_state
load_fs:
	movw	TASK_THREAD_FS(%esi), %fs
load_gs:
	movw	TASK_THREAD_GS(%esi), %gs
loaded:
	movl	%ebx, %eax
	popl	%edi
	popl	%esi
	popl	%ebx
	popl	%ebp
	ret
	ex_range load_fs, load_gs, bad_fs
	ex_range load_gs, loaded, bad_gs

bad_fs:
	movl	$0, TASK_THREAD_FS(%esi)
	jmp	load_fs
bad_gs:
	movl	$0, TASK_THREAD_GS(%esi)
	jmp	load_gs

/* void reload_segments(void): fs and gs are loaded again, since the tables that they select from changed. */
	.globl	reload_segments
reload_segments:
	movl	%fs, %eax
	movl	%gs, %edx
reload_fs:
	movl	%eax, %fs
reload_gs:
	movl	%edx, %gs
reload_end:
	ret
	ex_range reload_fs, reload_gs, lost_fs
	ex_range reload_gs, reload_end, lost_gs
lost_fs:
	xorl	%eax, %eax
	jmp	reload_fs
lost_gs:
	xorl	%edx, %edx
	jmp	reload_gs
