/*
 * Exceptions. A page fault goes to mm/fault.c, whoever caused it; of the others a program gets a
 * signal and the kernel dies, unless the instruction has an entry in the exception table.
 *
 * Intel SDM volume 3A, section 6.15, describes each exception.
 */
#include <arch/boot.h>
#include <arch/irq.h>
#include <arch/thread.h>
#include <arch/trap.h>
#include <arch/uaccess.h>
#include <asm/cpufeature.h>
#include <kernel/mm.h>
#include <kernel/panic.h>
#include <kernel/printk.h>
#include <kernel/signal.h>
#include <kernel/string.h>
#include <kernel/task.h>

#include "board.h"
#include "slots.h"
#include "vectors.h"

static_assert(offsetof(struct pt_regs, ebx) == PT_EBX, "PT_EBX");
static_assert(offsetof(struct pt_regs, eax) == PT_EAX, "PT_EAX");
static_assert(offsetof(struct pt_regs, es) == PT_ES, "PT_ES");
static_assert(offsetof(struct pt_regs, trap) == PT_TRAP, "PT_TRAP");
static_assert(offsetof(struct pt_regs, orig_eax) == PT_ORIG_EAX, "PT_ORIG_EAX");
static_assert(offsetof(struct pt_regs, eip) == PT_EIP, "PT_EIP");
static_assert(offsetof(struct pt_regs, esp) == PT_ESP, "PT_ESP");
static_assert(offsetof(struct pt_regs, ss) == PT_SS, "PT_SS");
static_assert(sizeof(struct pt_regs) == PT_SIZE, "PT_SIZE");

/* Called by trap_entry.S, interrupts off; they return that way. */
void handle_user_trap(struct pt_regs *regs);
void handle_kernel_trap(struct pt_regs *regs);

/* Addresses in [start, end) that may fault: control goes to fixup. */
struct ex_range {
	unsigned long start, end, fixup;
};
extern const struct ex_range __ex_table_start[], __ex_table_end[];

static const struct {
	const char *name;
	int sig; /* what a program gets */
} exceptions[NR_EXCEPTIONS] = {
	[EXC_DIVIDE] = { "division error", SIGFPE },
	[EXC_DEBUG] = { "debug exception", SIGTRAP },
	[EXC_BREAKPOINT] = { "breakpoint", SIGTRAP },
	[EXC_OVERFLOW] = { "overflow", SIGSEGV },
	[EXC_BOUNDS] = { "bounds exceeded", SIGSEGV },
	[EXC_INVALID_OPCODE] = { "invalid opcode", SIGILL },
	[EXC_NO_FPU] = { "no FPU", SIGFPE },
	[EXC_INVALID_TSS] = { "invalid TSS", SIGSEGV },
	[EXC_SEGMENT_NOT_PRESENT] = { "segment not present", SIGBUS },
	[EXC_STACK_SEGMENT] = { "stack-segment fault", SIGBUS },
	[EXC_PROTECTION] = { "general protection fault", SIGSEGV },
	[EXC_PAGE_FAULT] = { "page fault", SIGSEGV },
	[EXC_FPU] = { "x87 error", SIGFPE },
	[EXC_ALIGNMENT] = { "misaligned access", SIGBUS },
	[EXC_SIMD] = { "SIMD error", SIGFPE },
	[EXC_IRET] = { "iret failed", SIGILL },
};

static const char *exception_name(unsigned long trap)
{
	if (trap < NR_EXCEPTIONS && exceptions[trap].name)
		return exceptions[trap].name;
	return trap == EXC_NMI ? "NMI" : "exception of unknown cause";
}

/* No bit tells a fetch from a load: without PAE the machine does not forbid the one and allow the other. */
static unsigned int fault_flags(unsigned long error)
{
	return error & PF_WRITE_FAULT ? FAULT_WRITE : 0;
}

/* CR2 holds a linear address; the program knows addresses of its segments. */
static unsigned long user_address(unsigned long linear)
{
	struct mm_struct *mm = current->mm;

	return mm ? linear - mm_linear(mm, 0) : linear;
}

static const struct ex_range *find_ex_range(unsigned long pc)
{
	for (const struct ex_range *range = __ex_table_start; range < __ex_table_end; range++) {
		if (pc >= range->start && pc < range->end)
			return range;
	}
	return NULL;
}

bool fixup_exception(struct pt_regs *regs)
{
	const struct ex_range *range = find_ex_range(regs->eip);

	if (range)
		regs->eip = range->fixup;
	return range;
}

static void other_user_exception(struct pt_regs *regs)
{
	if (regs->trap >= NR_EXCEPTIONS || !exceptions[regs->trap].sig)
		die(exception_name(regs->trap), regs, NO_ADDRESS);
	force_sig(exceptions[regs->trap].sig, current);
}

void handle_user_trap(struct pt_regs *regs)
{
	unsigned long linear;

	if (unlikely(regs->trap >= NR_EXCEPTIONS)) {
		handle_interrupt(regs);
		return;
	}
	linear = read_cr(2);
	local_irq_enable();
	if (likely(regs->trap == EXC_PAGE_FAULT))
		do_page_fault(regs, user_address(linear), fault_flags(regs->orig_eax) | FAULT_USER);
	else
		other_user_exception(regs);
	local_irq_disable();
}

/* Only a user copy may touch user memory, and it has an entry in the exception table. */
static bool is_user_access(const struct pt_regs *regs, unsigned long linear)
{
	return regs->trap == EXC_PAGE_FAULT && linear < PAGE_OFFSET && find_ex_range(regs->eip);
}

void handle_kernel_trap(struct pt_regs *regs)
{
	unsigned long linear;

	if (likely(regs->trap >= NR_EXCEPTIONS)) {
		handle_interrupt(regs);
		return;
	}
	linear = read_cr(2);
	if (likely(is_user_access(regs, linear))) {
		local_irq_restore(regs->eflags & EFLAGS_IF);
		do_page_fault(regs, user_address(linear), fault_flags(regs->orig_eax));
		local_irq_disable();
	} else if (!fixup_exception(regs)) {
		die(exception_name(regs->trap), regs, regs->trap == EXC_PAGE_FAULT ? linear : NO_ADDRESS);
	}
}

/* On the stack for such reports; the machine has put the registers into the CPU's other TSS. */
static void __noinline __noreturn report_double_fault(const struct cpu *cpu)
{
	const struct tss *tss = &cpu->arch.tss;
	unsigned long stack = (unsigned long)current->stack;
	bool overflow = tss->esp < stack + 64 && tss->esp > stack - PAGE_SIZE;
	struct pt_regs regs = {
		.ebx = tss->ebx,
		.ecx = tss->ecx,
		.edx = tss->edx,
		.esi = tss->esi,
		.edi = tss->edi,
		.ebp = tss->ebp,
		.eax = tss->eax,
		.ds = tss->ds,
		.es = tss->es,
		.trap = EXC_DOUBLE_FAULT,
		.eip = tss->eip,
		.cs = tss->cs,
		.eflags = tss->eflags,
		.esp = tss->esp,
		.ss = tss->ss,
	};

	die(overflow ? "kernel stack overflow" : "double fault", &regs, read_cr(2));
}

/* Which CPU's? The one whose GDT is in use. */
void handle_double_fault(void)
{
	struct {
		u16 limit;
		u32 base;
	} __packed gdtr;
	struct cpu *cpu = cpus;

	__asm__ volatile("sgdt %0"
			 : "=m"(gdtr));
	while (cpu < cpus + nr_cpus - 1 && gdtr.base != (u32)cpu->arch.gdt)
		cpu++;
	*(struct task_struct **)emergency_stack = cpu->curr ? cpu->curr : &init_task;
	report_double_fault(cpu);
}

void die(const char *what, struct pt_regs *regs, unsigned long fault_address)
{
	local_irq_disable();
	panic_fault(what, regs, fault_address);
}

/* The boot CPU has its tables since setup_arch(). */
void trap_init_cpu(void)
{
	struct cpu *cpu = this_cpu();

	if (cpu != &cpus[0])
		gdt_init_cpu(cpu);
	slot_init_cpu(cpu);
}

void show_regs(const struct pt_regs *regs)
{
	bool user = user_mode(regs);

	printk("  pc %08lx  cs %04lx flags %08lx trap %lu (%s) error %lx\n", regs->eip, regs->cs & 0xffff,
	       regs->eflags, regs->trap, exception_name(regs->trap), regs->orig_eax);
	printk(" eax %08lx ebx %08lx ecx %08lx edx %08lx\n", regs->eax, regs->ebx, regs->ecx, regs->edx);
	printk(" esi %08lx edi %08lx ebp %08lx esp %08lx\n", regs->esi, regs->edi, regs->ebp,
	       user ? regs->esp : (unsigned long)&regs->esp);
	printk("  ds %04lx es %04lx ss %04lx cr2 %08lx cr3 %08lx\n", regs->ds & 0xffff, regs->es & 0xffff,
	       user ? regs->ss & 0xffff : KERNEL_DS, read_cr(2), read_cr(3));
}
