/*
 * The end: the other CPUs are stopped where they are, everything that may help is printed, and the
 * machine ends with a failure status. Nothing here takes a lock, since its holder may just have been
 * stopped; and anything here may find broken data and fault, which brings us here again. The second time
 * only the message is printed, the third time nothing.
 */
#include <arch/cpu.h>
#include <arch/irq.h>
#include <arch/thread.h>
#include <arch/trap.h>
#include <kernel/mm.h>
#include <kernel/panic.h>
#include <kernel/pgtable.h>
#include <kernel/printk.h>
#include <kernel/task.h>

#include "internal.h"

#define NOBODY (~0u)

bool panic_in_progress;

static unsigned int panic_cpu = NOBODY;

enum panic_depth { FIRST,
		   REPEATED,
		   HOPELESS };

/* Only one CPU reports. Another one that comes here waits to be stopped. */
static enum panic_depth begin_panic(void)
{
	static unsigned int depth;
	unsigned int nobody = NOBODY, me = smp_processor_id();

	local_irq_disable();
	if (!__atomic_compare_exchange_n(&panic_cpu, &nobody, me, false, __ATOMIC_SEQ_CST,
					 __ATOMIC_SEQ_CST) &&
	    nobody != me) {
		local_irq_enable(); /* for the interrupt that stops us */
		for (;;)
			cpu_relax();
	}
	WRITE_ONCE(panic_in_progress, true);
	if (depth == FIRST)
		arch_stop_other_cpus();
	printk_break_lock();
	return depth == HOPELESS ? HOPELESS : depth++;
}

static void show_mm(const struct mm_struct *mm, bool borrowed)
{
	printk("mm %p%s: users %d count %d areas %d rss %lu cpus %lx\n", mm, borrowed ? " (borrowed)" : "",
	       atomic_read(&mm->mm_users), atomic_read(&mm->mm_count), mm->map_count,
	       mm_rss((struct mm_struct *)mm), mm->cpu_vm_mask);
}

static void show_current(void)
{
	struct task_struct *tsk = current;

	printk("cpu %u, task %d %s, flags %x, kernel stack %p\n", smp_processor_id(), tsk->pid, tsk->comm,
	       tsk->flags, tsk->stack);
	if (tsk->active_mm)
		show_mm(tsk->active_mm, !tsk->mm);
	lock_debug_print_held();
}

/* The area and the page-table entry at a user address. */
static void show_address(unsigned long address)
{
	struct mm_struct *mm = current->active_mm;
	struct vm_area_struct *vma;
	pte_t *pte;

	if (!mm || address >= TASK_SIZE)
		return;
	vma = find_vma(mm, address);
	if (!vma)
		printk("area: none, %lx lies above all of them\n", address);
	else
		printk("area: %lx-%lx flags %lx %s%s\n", vma->vm_start, vma->vm_end, vma->vm_flags,
		       vma->vm_file ? "file" : "anonymous",
		       vma->vm_start > address ? " (the next one above)" : "");
	pte = pte_lookup(mm, address);
	if (pte)
		printk("pte %p: %0*lx\n", pte, (int)(2 * sizeof(long)), *(unsigned long *)pte);
	else
		printk("pte: no page table\n");
}

static void __noreturn end(void)
{
	printk("kernel panic: end of report\n");
	arch_power_off(PANIC_STATUS);
}

void panic(const char *fmt, ...)
{
	enum panic_depth depth = begin_panic();
	va_list args;

	if (depth == HOPELESS)
		arch_power_off(PANIC_STATUS);
	printk("\nkernel panic: ");
	va_start(args, fmt);
	vprintk(fmt, args);
	va_end(args);
	printk("\n");
	if (depth == FIRST) {
		show_current();
		dump_stack();
	}
	end();
}

void panic_fault(const char *what, struct pt_regs *regs, unsigned long address)
{
	enum panic_depth depth = begin_panic();

	if (depth == HOPELESS)
		arch_power_off(PANIC_STATUS);
	printk("\nkernel panic: %s", what);
	if (address != NO_ADDRESS)
		printk(" at address %lx", address);
	printk(", pc\n");
	show_symbol(instruction_pointer(regs));
	if (depth == FIRST) {
		show_regs(regs);
		show_current();
		dump_stack();
		if (address != NO_ADDRESS)
			show_address(address);
	}
	end();
}

void bug_failed(const char *file, int line, const char *expr)
{
	panic("%s:%d: BUG %s", file, line, expr);
}

void warn_failed(const char *file, int line, const char *expr)
{
	if (panic_in_progress)
		return;
	printk("%s:%d: WARNING %s\n", file, line, expr);
	dump_stack();
}
