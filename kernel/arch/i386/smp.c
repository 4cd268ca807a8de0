/* CPUs: started, woken, called and stopped through the local APIC. */
#include <arch/cpu.h>
#include <arch/irq.h>
#include <arch/page.h>
#include <arch/pgtable.h>
#include <arch/timer.h>
#include <arch/trap.h>
#include <asm/io.h>
#include <kernel/lapic.h>
#include <kernel/string.h>
#include <kernel/task.h>

#include "board.h"
#include "trampoline.h"
#include "vectors.h"

/* Times of the universal start-up algorithm (Intel SDM volume 3A, section 9.4.4.1). */
#define INIT_WAIT    10000000u /* ns */
#define STARTUP_WAIT 200000u

#define STATUS_PORT	 0xe9 /* see arch.mk */
#define EXIT_PORT	 0xf4
#define PM1_SLEEP_ENABLE 0x2000
#define KEYBOARD_COMMAND 0x64
#define PULSE_RESET	 0xfe

extern char trampoline_start[], trampoline_end[], trampoline_stack[];
extern pgd_t trampoline_pg_dir[PTRS_PER_PGD]; /* trampoline.S names it */

pgd_t trampoline_pg_dir[PTRS_PER_PGD] __aligned(4096);

/* ---- starting ---- */

static void wait_ns(u64 ns)
{
	u64 end = clock_ns() + ns;

	while (clock_ns() < end)
		cpu_relax();
}

/* CPUs are started one after the other: they share the word with the stack. */
static void prepare_trampoline(unsigned long stack)
{
	u32 *word = phys_to_virt(TRAMPOLINE + (trampoline_stack - trampoline_start));

	memcpy(trampoline_pg_dir, swapper_pg_dir, sizeof(trampoline_pg_dir));
	trampoline_pg_dir[0].val = _PAGE_BOOT;
	memcpy(phys_to_virt(TRAMPOLINE), trampoline_start, trampoline_end - trampoline_start);
	*word = stack;
}

int arch_start_cpu(struct cpu *cpu)
{
	struct task_struct *idle = cpu->idle;
	unsigned long top = (unsigned long)task_pt_regs(idle);

	idle->thread_info.cpu = cpu;
	*(struct task_struct **)idle->stack = idle; /* current */
	memset(task_pt_regs(idle), 0, sizeof(struct pt_regs));
	prepare_trampoline(top);
	lapic_send_init(cpu->hwid);
	wait_ns(INIT_WAIT);
	for (unsigned int i = 0; i < 2 && !READ_ONCE(cpu->online); i++) {
		lapic_send_startup(cpu->hwid, TRAMPOLINE >> PAGE_SHIFT);
		wait_ns(STARTUP_WAIT);
	}
	return 0;
}

/* ---- messages ---- */

/* The interrupt itself is the message: it ends hlt, and the way out of it looks at TIF_NEED_RESCHED. */
void arch_send_reschedule(struct cpu *cpu)
{
	lapic_send_ipi(cpu->hwid, VECTOR_RESCHEDULE);
}

/* What a CPU wants of others. The others clear their bits when they are done; then it may want something else. */
static struct cpu_call {
	cpumask_t pending; /* [a] */
	void (*fn)(void *arg);
	void *arg;
} calls[NR_CPUS];

void call_interrupt(void)
{
	cpumask_t me = (cpumask_t)1 << smp_processor_id();

	for (unsigned int i = 0; i < nr_cpus; i++) {
		struct cpu_call *call = &calls[i];

		if (!(__atomic_load_n(&call->pending, __ATOMIC_ACQUIRE) & me))
			continue;
		call->fn(call->arg);
		__atomic_fetch_and(&call->pending, ~me, __ATOMIC_RELEASE);
	}
}

/* Two CPUs may call each other with interrupts off: so each serves the other while it waits. */
void call_cpus(cpumask_t set, void (*fn)(void *arg), void *arg)
{
	struct cpu_call *call = &calls[smp_processor_id()];

	if (!set)
		return;
	call->fn = fn;
	call->arg = arg;
	__atomic_store_n(&call->pending, set, __ATOMIC_SEQ_CST);
	for (unsigned int i = 0; i < nr_cpus; i++) {
		if (set >> i & 1)
			lapic_send_ipi(cpus[i].hwid, VECTOR_CALL);
	}
	while (__atomic_load_n(&call->pending, __ATOMIC_ACQUIRE)) {
		if (irqs_disabled())
			call_interrupt();
		cpu_relax();
	}
}

/* ---- the end ---- */

static void __noreturn halt(void)
{
	local_irq_disable();
	for (;;)
		__asm__ volatile("hlt");
}

void stop_interrupt(void)
{
	halt();
}

void arch_stop_other_cpus(void)
{
	for (unsigned int i = 0; i < nr_cpus; i++) {
		if (i != smp_processor_id() && cpus[i].online)
			lapic_send_ipi(cpus[i].hwid, VECTOR_STOP);
	}
}

/* sti takes effect behind the next instruction: an interrupt that came before ends hlt, too. */
void arch_idle(void)
{
	__asm__ volatile("sti\n\thlt"
			 :
			 :
			 : "memory");
}

void arch_power_off(int status)
{
	outb(STATUS_PORT, status);
	if (status || !board.pm1a_control)
		outb(EXIT_PORT, status);
	if (board.pm1a_control)
		outw(board.pm1a_control, PM1_SLEEP_ENABLE);
	halt();
}

void arch_reboot(void)
{
	outb(KEYBOARD_COMMAND, PULSE_RESET);
	halt();
}
