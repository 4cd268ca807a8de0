/*
 * From a system call's number to its function. The table is made from include/abi/syscalls.tbl.
 */
#include <abi/syscall_nr.h>
#include <arch/irq.h>
#include <arch/thread.h>
#include <kernel/bitmap.h>
#include <kernel/err.h>
#include <kernel/printk.h>
#include <kernel/sched.h>
#include <kernel/signal.h>
#include <kernel/syscall.h>
#include <kernel/syscalls.h>
#include <kernel/task.h>

/* Numbers that were asked for in vain, each told once. */
static long sys_ni_syscall(unsigned long nr)
{
	static unsigned long told[BITS_TO_LONGS(2048)];
	unsigned long bit = 1ul << nr % BITS_PER_LONG;

	if (nr < 2048 &&
	    !(__atomic_fetch_or(&told[nr / BITS_PER_LONG], bit, __ATOMIC_RELAXED) & bit))
		printk("%s (pid %d): no system call %lu\n", current->comm, current->pid, nr);
	return -ENOSYS;
}

long do_syscall(unsigned long a0, unsigned long a1, unsigned long a2, unsigned long a3, unsigned long a4,
		unsigned long a5, unsigned long nr)
{
	syscall_fn fn = likely(nr < NR_syscalls) ? syscall_table[nr] : NULL;

	return likely(fn) ? fn(a0, a1, a2, a3, a4, a5) : sys_ni_syscall(nr);
}

void exit_to_user_mode_work(struct pt_regs *regs)
{
	unsigned long work;

	(void)regs;
	while ((work = READ_ONCE(current->thread_info.work)) & (TIF_NEED_RESCHED | TIF_SIGPENDING)) {
		local_irq_enable();
		if (work & TIF_NEED_RESCHED)
			schedule();
		if (work & TIF_SIGPENDING)
			do_signal();
		local_irq_disable();
	}
}
