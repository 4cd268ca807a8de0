/* A task's registers: the child's after fork, a new program's, a kernel thread's. */
#include <arch/page.h>
#include <arch/thread.h>
#include <kernel/process.h>
#include <kernel/string.h>
#include <kernel/task.h>
#include <kernel/trace.h>

#include "board.h"

static_assert(offsetof(struct task_struct, thread_info.work) == TI_WORK, "TI_WORK");
static_assert(offsetof(struct task_struct, thread_info.kernel_sp) == TI_KERNEL_SP, "TI_KERNEL_SP");
static_assert(offsetof(struct task_struct, thread_info.user_sp) == TI_USER_SP, "TI_USER_SP");
static_assert(offsetof(struct task_struct, thread_info.cpu) == TI_CPU, "TI_CPU");
static_assert(offsetof(struct task_struct, thread.ra) == TASK_THREAD_RA, "TASK_THREAD_RA");
static_assert(offsetof(struct task_struct, thread.sp) == TASK_THREAD_SP, "TASK_THREAD_SP");
static_assert(offsetof(struct task_struct, thread.s) == TASK_THREAD_S, "TASK_THREAD_S");
static_assert(offsetof(struct task_struct, thread.fp) == TASK_THREAD_FP, "TASK_THREAD_FP");
static_assert(offsetof(struct fp_state, fcsr) == FP_FCSR, "FP_FCSR");

void ret_from_fork(void);
void kernel_thread_returned(int result);

struct pt_regs *task_pt_regs(struct task_struct *tsk)
{
	return (struct pt_regs *)((char *)tsk->stack + KSTACK_SIZE) - 1;
}

/* The FP registers may be ahead of current's saved copy, which the child is to have as well. */
static void copy_fp(struct task_struct *tsk, struct pt_regs *regs)
{
	if ((regs->status & SR_FS) == SR_FS_DIRTY)
		fp_save(current);
	if ((regs->status & SR_FS) != SR_FS_OFF)
		tsk->thread.fp = current->thread.fp;
}

int copy_thread(struct task_struct *tsk, const struct kernel_clone_args *args)
{
	struct pt_regs *regs = task_pt_regs(tsk);

	trace_step("%s", args->fn ? "kernel thread" : "the child returns 0");
	/* A trap from user mode starts with the stack pointer here. */
	tsk->thread_info.kernel_sp = (unsigned long)regs;
	tsk->thread.ra = (unsigned long)ret_from_fork;
	tsk->thread.sp = (unsigned long)regs;
	tsk->thread.s[0] = 0; /* frame pointer: here backtraces end */
	if (args->fn) {
		memset(regs, 0, sizeof(*regs));
		tsk->thread.s[1] = (unsigned long)args->fn;
		tsk->thread.s[2] = (unsigned long)args->fn_arg;
		return 0;
	}
	tsk->thread.s[1] = 0;
	copy_fp(tsk, task_pt_regs(current));
	*regs = *task_pt_regs(current);
	regs->a0 = 0;
	if (args->stack)
		regs->sp = args->stack;
	if (args->flags & CLONE_SETTLS)
		regs->tp = args->tls;
	return 0;
}

/* From ret_from_fork. Pid 1 began as a kernel thread and has become a program. */
void kernel_thread_returned(int result)
{
	if (!current->mm)
		do_exit(result << 8);
}

void start_thread(struct pt_regs *regs, unsigned long pc, unsigned long sp)
{
	unsigned long uxl = csr_read(sstatus) & SR_UXL;

	memset(regs, 0, sizeof(*regs));
	regs->epc = pc;
	regs->sp = sp;
	regs->status = uxl | SR_SPIE | SR_FS_OFF;
	set_task_work(current, 1ul << TIF_RESTORE_ALL_BIT);
}

/* The FP state is part of the structure, and dead as soon as the user's FS is off. */
void exit_thread(struct task_struct *tsk)
{
}

bool user_mode(const struct pt_regs *regs)
{
	return !(regs->status & SR_SPP);
}

unsigned long instruction_pointer(const struct pt_regs *regs)
{
	return regs->epc;
}
