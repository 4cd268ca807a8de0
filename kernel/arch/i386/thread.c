/* A task's registers: the child's after fork, a new program's, a kernel thread's. */
#include <arch/page.h>
#include <arch/thread.h>
#include <arch/uaccess.h>
#include <asm/cpufeature.h>
#include <kernel/err.h>
#include <kernel/mm.h>
#include <kernel/process.h>
#include <kernel/string.h>
#include <kernel/task.h>

#include "board.h"
#include "ldt.h"

static_assert(offsetof(struct task_struct, thread_info.work) == TI_WORK, "TI_WORK");
static_assert(offsetof(struct task_struct, thread_info.kernel_sp) == TI_KERNEL_SP, "TI_KERNEL_SP");
static_assert(offsetof(struct task_struct, thread_info.cpu) == TI_CPU, "TI_CPU");
static_assert(offsetof(struct task_struct, thread.fp) == TASK_THREAD_FP, "TASK_THREAD_FP");
static_assert(offsetof(struct task_struct, thread.sp) == TASK_THREAD_SP, "TASK_THREAD_SP");
static_assert(offsetof(struct task_struct, thread.fs) == TASK_THREAD_FS, "TASK_THREAD_FS");
static_assert(offsetof(struct task_struct, thread.gs) == TASK_THREAD_GS, "TASK_THREAD_GS");

void ret_from_fork(void);
void kernel_thread_returned(int result);
void switch_cpu_state(struct task_struct *next);

/* What switch_to() finds on the stack of a task that is to run for the first time. */
struct switch_frame {
	unsigned long edi, esi, ebx, ebp;
	void (*ret)(void);
};

struct pt_regs *task_pt_regs(struct task_struct *tsk)
{
	return (struct pt_regs *)((char *)tsk->stack + KSTACK_SIZE) - 1;
}

/* From switch_to(), on next's stack: what the machine looks for in its tables. */
void switch_cpu_state(struct task_struct *next)
{
	struct arch_cpu *arch = &next->thread_info.cpu->arch;

	arch->tss.esp0 = next->thread_info.kernel_sp;
	if (unlikely(next->thread.has_tls || arch->has_tls))
		load_tls(next);
}

static void init_stack(struct task_struct *tsk, const struct kernel_clone_args *args)
{
	struct switch_frame *frame = (struct switch_frame *)task_pt_regs(tsk) - 1;

	*(struct task_struct **)tsk->stack = tsk; /* current */
	*frame = (struct switch_frame){
		.esi = (unsigned long)args->fn_arg,
		.ebx = (unsigned long)args->fn,
		.ret = ret_from_fork,
	};
	tsk->thread.sp = (unsigned long)frame;
}

/* The registers are ahead of current's saved copy. */
static void copy_live_registers(struct thread_struct *thread)
{
	__asm__ volatile("fxsave %0"
			 : "=m"(thread->fp));
	__asm__ volatile("movl %%fs, %0"
			 : "=r"(thread->fs));
	__asm__ volatile("movl %%gs, %0"
			 : "=r"(thread->gs));
}

int copy_thread(struct task_struct *tsk, const struct kernel_clone_args *args)
{
	struct pt_regs *regs = task_pt_regs(tsk);

	init_stack(tsk, args);
	if (args->fn) {
		memset(regs, 0, sizeof(*regs));
		return 0;
	}
	*regs = *task_pt_regs(current);
	regs->eax = 0;
	if (args->stack)
		regs->esp = args->stack;
	copy_live_registers(&tsk->thread);
	if (mm_linear(tsk->mm, 0) != mm_linear(current->mm, 0))
		move_tls(tsk, mm_linear(tsk->mm, 0) - mm_linear(current->mm, 0));
	if (args->flags & CLONE_SETTLS)
		return set_tls_of(tsk, (struct user_desc *)args->tls);
	return 0;
}

/* From ret_from_fork. Pid 1 began as a kernel thread and has become a program. */
void kernel_thread_returned(int result)
{
	if (!current->mm)
		do_exit(result << 8);
}

/* As a CPU has them after a reset, but for exceptions, which are all masked (Intel SDM volume 1, 11.6.4). */
static void clear_fp_registers(void)
{
	static struct fp_state fresh;
	u32 *words = (u32 *)fresh.bytes;

	words[0] = 0x37f;  /* FCW */
	words[6] = 0x1f80; /* MXCSR */
	__asm__ volatile("fxrstor %0"
			 :
			 : "m"(fresh));
}

void start_thread(struct pt_regs *regs, unsigned long pc, unsigned long sp)
{
	memset(regs, 0, sizeof(*regs));
	regs->eip = pc;
	regs->cs = USER_CS;
	regs->ds = regs->es = regs->ss = USER_DS;
	regs->esp = sp;
	regs->eflags = EFLAGS_IF;
	__asm__ volatile("movl %0, %%fs\n\tmovl %0, %%gs"
			 :
			 : "r"(0));
	clear_fp_registers();
}

/* A thread area points into the old program's memory. */
void exit_thread(struct task_struct *tsk)
{
	unsigned long flags;

	if (!tsk->thread.has_tls)
		return;
	flags = local_irq_save();
	memset(tsk->thread.tls, 0, sizeof(tsk->thread.tls));
	tsk->thread.has_tls = false;
	if (tsk == current)
		load_tls(tsk);
	local_irq_restore(flags);
}

bool user_mode(const struct pt_regs *regs)
{
	return regs->cs & 3;
}

unsigned long instruction_pointer(const struct pt_regs *regs)
{
	return regs->eip;
}
