/*
 * Exceptions. A page fault goes to mm/fault.c, whoever caused it; of the others a program gets a
 * signal and the kernel dies, unless the instruction has an entry in the exception table.
 */
#include <arch/irq.h>
#include <arch/thread.h>
#include <arch/trap.h>
#include <arch/uaccess.h>
#include <kernel/mm.h>
#include <kernel/panic.h>
#include <kernel/printk.h>
#include <kernel/signal.h>
#include <kernel/string.h>
#include <kernel/task.h>

#include "board.h"

static_assert(offsetof(struct pt_regs, epc) == PT_EPC, "PT_EPC");
static_assert(offsetof(struct pt_regs, sp) == PT_REG(2), "PT_REG");
static_assert(offsetof(struct pt_regs, t6) == PT_REG(31), "PT_REG");
static_assert(offsetof(struct pt_regs, status) == PT_STATUS, "PT_STATUS");
static_assert(offsetof(struct pt_regs, cause) == PT_CAUSE, "PT_CAUSE");
static_assert(offsetof(struct pt_regs, tval) == PT_TVAL, "PT_TVAL");
static_assert(offsetof(struct pt_regs, orig_a0) == PT_ORIG_A0, "PT_ORIG_A0");
static_assert(sizeof(struct pt_regs) == PT_SIZE && PT_SIZE % 16 == 0, "PT_SIZE");

/* Called by trap_entry.S, interrupts off; they return that way. */
void handle_user_trap(struct pt_regs *regs);
void handle_kernel_trap(struct pt_regs *regs);
void __noreturn handle_stack_overflow(struct pt_regs *regs);

/* Addresses in [start, end) that may fault: control goes to fixup. */
struct ex_range {
	unsigned long start, end, fixup;
};
extern const struct ex_range __ex_table_start[], __ex_table_end[];

static const char *const exception_names[] = {
	[EXC_INSN_MISALIGNED] = "misaligned jump",
	[EXC_INSN_ACCESS] = "instruction access fault",
	[EXC_ILLEGAL_INSN] = "illegal instruction",
	[EXC_BREAKPOINT] = "breakpoint",
	[EXC_LOAD_MISALIGNED] = "misaligned load",
	[EXC_LOAD_ACCESS] = "load access fault",
	[EXC_STORE_MISALIGNED] = "misaligned store",
	[EXC_STORE_ACCESS] = "store access fault",
	[EXC_INSN_PAGE] = "instruction page fault",
	[EXC_LOAD_PAGE] = "load page fault",
	[EXC_STORE_PAGE] = "store page fault",
};

static const char *exception_name(unsigned long cause)
{
	if (cause < ARRAY_SIZE(exception_names) && exception_names[cause])
		return exception_names[cause];
	return "exception of unknown cause";
}

static bool is_page_fault(unsigned long cause)
{
	return cause == EXC_LOAD_PAGE || cause == EXC_STORE_PAGE || cause == EXC_INSN_PAGE;
}

/* stval holds an instruction or nothing after the exceptions that no address causes. */
static unsigned long fault_address(const struct pt_regs *regs)
{
	if (regs->cause == EXC_ILLEGAL_INSN || regs->cause == EXC_BREAKPOINT)
		return NO_ADDRESS;
	return regs->tval;
}

static unsigned int fault_flags(unsigned long cause)
{
	if (cause == EXC_STORE_PAGE)
		return FAULT_WRITE;
	return cause == EXC_INSN_PAGE ? FAULT_EXEC : 0;
}

bool fixup_exception(struct pt_regs *regs)
{
	for (const struct ex_range *range = __ex_table_start; range < __ex_table_end; range++) {
		if (regs->epc >= range->start && regs->epc < range->end) {
			regs->epc = range->fixup;
			return true;
		}
	}
	return false;
}

/* The first FP instruction of a program traps. True: it may be repeated now. */
static bool start_fp(struct pt_regs *regs)
{
	if ((regs->status & SR_FS) != SR_FS_OFF)
		return false;
	memset(&current->thread.fp, 0, sizeof(current->thread.fp));
	fp_load(current);
	regs->status |= SR_FS_CLEAN;
	return true;
}

static void other_user_exception(struct pt_regs *regs)
{
	switch (regs->cause) {
	case EXC_ILLEGAL_INSN:
		if (!start_fp(regs))
			force_sig(SIGILL, current);
		break;
	case EXC_BREAKPOINT:
		force_sig(SIGTRAP, current);
		break;
	case EXC_INSN_MISALIGNED:
	case EXC_LOAD_MISALIGNED:
	case EXC_STORE_MISALIGNED:
		force_sig(SIGBUS, current);
		break;
	case EXC_INSN_ACCESS:
	case EXC_LOAD_ACCESS:
	case EXC_STORE_ACCESS:
		force_sig(SIGSEGV, current);
		break;
	default: /* of a newer machine: it is the program's business all the same */
		force_sig(SIGILL, current);
	}
}

void handle_user_trap(struct pt_regs *regs)
{
	unsigned long cause = regs->cause;

	if (cause >> CAUSE_INTERRUPT_BIT) {
		handle_interrupt(regs);
		return;
	}
	local_irq_enable();
	if (likely(is_page_fault(cause)))
		do_page_fault(regs, regs->tval, fault_flags(cause) | FAULT_USER);
	else
		other_user_exception(regs);
	local_irq_disable();
}

/* Only a user copy, which has set SUM, may touch user memory. */
static bool is_user_access(const struct pt_regs *regs)
{
	return is_page_fault(regs->cause) && regs->tval < TASK_SIZE && regs->status & SR_SUM;
}

void handle_kernel_trap(struct pt_regs *regs)
{
	if (regs->cause >> CAUSE_INTERRUPT_BIT) {
		handle_interrupt(regs);
	} else if (likely(is_user_access(regs))) {
		local_irq_restore(regs->status & SR_SPIE ? SR_SIE : 0);
		do_page_fault(regs, regs->tval, fault_flags(regs->cause));
		local_irq_disable();
	} else if (!fixup_exception(regs)) {
		die(exception_name(regs->cause), regs, fault_address(regs));
	}
}

void handle_stack_overflow(struct pt_regs *regs)
{
	die("kernel stack overflow", regs, regs->sp);
}

void die(const char *what, struct pt_regs *regs, unsigned long fault_address)
{
	local_irq_disable();
	panic_fault(what, regs, fault_address);
}

/* User mode may read time, and no other counter. */
void trap_init_cpu(void)
{
	csr_write(scounteren, SCOUNTEREN_TM);
	csr_clear(sstatus, SR_SUM | SR_FS);
}

void show_regs(const struct pt_regs *regs)
{
	static const char names[][4] = { "pc", "ra", "sp", "gp", "tp", "t0", "t1", "t2",
					 "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5",
					 "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7",
					 "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6" };
	const unsigned long *values = &regs->epc;

	for (unsigned int i = 0; i < ARRAY_SIZE(names); i++)
		printk("%4s %016lx%s", names[i], values[i], i % 4 == 3 ? "\n" : "");
	printk("status %lx cause %lx (%s) tval %lx\n", regs->status, regs->cause,
	       regs->cause >> CAUSE_INTERRUPT_BIT ? "interrupt" : exception_name(regs->cause),
	       regs->tval);
}
