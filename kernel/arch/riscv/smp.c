/* CPUs: started, woken and stopped through the firmware. */
#include <arch/cpu.h>
#include <arch/irq.h>
#include <arch/page.h>
#include <arch/trap.h>
#include <kernel/finisher.h>
#include <kernel/string.h>
#include <kernel/task.h>

#include "board.h"
#include "sbi.h"

static bool cpus_stop; /* a panic: who gets an interrupt stops */

int arch_start_cpu(struct cpu *cpu)
{
	struct task_struct *idle = cpu->idle;

	idle->thread_info.cpu = cpu;
	idle->thread_info.kernel_sp = (unsigned long)task_pt_regs(idle);
	memset(task_pt_regs(idle), 0, sizeof(struct pt_regs));
	return sbi_hart_start(cpu->hwid, virt_to_phys(secondary_start), (unsigned long)idle);
}

/* Hart ids need not be small: 64 of them, from the lowest that is left. */
bool next_hart_mask(cpumask_t *set, unsigned long *mask, unsigned long *base)
{
	*base = ~0ul;
	for (unsigned int i = 0; i < nr_cpus; i++) {
		if (*set >> i & 1 && cpus[i].hwid < *base)
			*base = cpus[i].hwid;
	}
	*mask = 0;
	for (unsigned int i = 0; i < nr_cpus; i++) {
		if (*set >> i & 1 && cpus[i].hwid - *base < 64) {
			*mask |= 1ul << (cpus[i].hwid - *base);
			*set &= ~((cpumask_t)1 << i);
		}
	}
	return *mask;
}

/* The interrupt itself is the message: it ends wfi, and the way out of it looks at TIF_NEED_RESCHED. */
void arch_send_reschedule(struct cpu *cpu)
{
	sbi_send_ipi(1, cpu->hwid);
}

void ipi_interrupt(void)
{
	csr_clear(sip, 1ul << IRQ_S_SOFT);
	if (!READ_ONCE(cpus_stop))
		return;
	local_irq_disable();
	csr_write(sie, 0);
	for (;;)
		__asm__ volatile("wfi");
}

void arch_stop_other_cpus(void)
{
	cpumask_t others = READ_ONCE(cpu_online_mask) & ~((cpumask_t)1 << smp_processor_id());
	unsigned long mask, base;

	WRITE_ONCE(cpus_stop, true);
	smp_mb();
	while (next_hart_mask(&others, &mask, &base))
		sbi_send_ipi(mask, base);
}

/* An interrupt ends wfi even while interrupts are off, so none is lost in between. */
void arch_idle(void)
{
	__asm__ volatile("wfi"
			 :
			 :
			 : "memory");
	local_irq_enable();
}

static void __noreturn halt(void)
{
	local_irq_disable();
	for (;;)
		__asm__ volatile("wfi");
}

void arch_power_off(int status)
{
	if (board.finisher.base)
		finisher_exit(phys_to_virt(board.finisher.base), status);
	sbi_shutdown(status != 0);
	halt();
}

void arch_reboot(void)
{
	sbi_reboot();
	if (board.finisher.base)
		finisher_reset(phys_to_virt(board.finisher.base));
	halt();
}
