/* Who called whom, with names. */
#include <arch/trap.h>
#include <kernel/ksyms.h>
#include <kernel/panic.h>
#include <kernel/printk.h>
#include <kernel/task.h>

#include "internal.h"

#define MAX_FRAMES 24

void show_symbol(unsigned long pc)
{
	unsigned long offset;
	const char *name = ksym_lookup(pc, &offset);

	if (name)
		printk("  %016lx %s+0x%lx\n", pc, name, offset);
	else
		printk("  %016lx\n", pc);
}

/* A call may be the last instruction of its function: look for the byte before. */
static void show_return_address(unsigned long pc)
{
	unsigned long offset;
	const char *name = ksym_lookup(pc - 1, &offset);

	if (name)
		printk("  %016lx %s+0x%lx\n", pc, name, offset + 1);
	else
		printk("  %016lx\n", pc);
}

void show_backtrace(unsigned long frame_pointer)
{
	unsigned long pcs[MAX_FRAMES];
	unsigned int n = arch_backtrace(frame_pointer, pcs, MAX_FRAMES);

	printk("backtrace:\n");
	for (unsigned int i = 0; i < n; i++)
		show_return_address(pcs[i]);
	if (n == MAX_FRAMES)
		printk("  ...\n");
}

void dump_stack(void)
{
	show_backtrace(arch_frame_pointer());
	barrier(); /* no tail call: the frame has to stay */
}

static const char *state_name(enum task_state state)
{
	static const char *const names[] = {
		[TASK_RUNNING] = "running",
		[TASK_INTERRUPTIBLE] = "interruptible",
		[TASK_KILLABLE] = "killable",
		[TASK_UNINTERRUPTIBLE] = "uninterruptible",
		[TASK_STOPPED] = "stopped",
		[TASK_DEAD] = "dead",
	};

	return state < ARRAY_SIZE(names) ? names[state] : "?";
}

void show_task(struct task_struct *tsk)
{
	printk("task %d %s: %s%s\n", tsk->pid, tsk->comm, state_name(READ_ONCE(tsk->state)),
	       task_is_running(tsk) ? ", on a CPU" : "");
	if (tsk == current)
		dump_stack();
	else if (!task_is_running(tsk))
		show_backtrace(task_frame_pointer(tsk));
}
