/*
 * Interrupts: the three causes that a hart knows (timer, software, external), and behind the
 * external one the PLIC's lines. Devices interrupt the boot CPU; every CPU's context is ready.
 */
#include <arch/irq.h>
#include <arch/page.h>
#include <kernel/err.h>
#include <kernel/panic.h>
#include <kernel/plic.h>
#include <kernel/printk.h>
#include <kernel/spinlock.h>
#include <kernel/task.h>
#include <kernel/time.h>

#include "board.h"

#define NR_IRQS 128

static struct irq_line {
	irq_handler_t handler; /* NULL: nobody's */
	void *data;
	const char *name;
} irq_lines[NR_IRQS];

int request_irq(unsigned int irq, irq_handler_t handler, void *data, const char *name)
{
	struct irq_line *line;

	if (!irq || irq >= NR_IRQS || irq > board.plic_sources)
		return -EINVAL;
	line = &irq_lines[irq];
	if (line->handler)
		return -EBUSY;
	line->data = data;
	line->name = name;
	__atomic_store_n(&line->handler, handler, __ATOMIC_RELEASE);
	plic_enable(cpus[0].arch.plic_context, irq);
	return 0;
}

static void external_interrupt(void)
{
	unsigned long context = this_cpu()->arch.plic_context;
	unsigned int irq;

	while ((irq = plic_claim(context))) {
		if (irq < NR_IRQS && irq_lines[irq].handler)
			irq_lines[irq].handler(irq_lines[irq].data);
		plic_complete(context, irq);
	}
}

void handle_interrupt(struct pt_regs *regs)
{
	struct cpu *cpu = this_cpu();
	unsigned long code = regs->cause & ~(1ul << CAUSE_INTERRUPT_BIT);

	cpu->irq_depth++;
	switch (code) {
	case IRQ_S_TIMER:
		timer_disarm();
		timer_interrupt(regs);
		break;
	case IRQ_S_SOFT:
		ipi_interrupt();
		break;
	case IRQ_S_EXT:
		external_interrupt();
		break;
	default:
		panic("interrupt of unknown cause %lu", code);
	}
	cpu->irq_depth--;
}

void irq_init(void)
{
	if (!board.plic.base)
		panic("the device tree has no PLIC");
	plic_init(phys_to_virt(board.plic.base), board.plic_sources);
	for (unsigned int i = 0; i < nr_cpus; i++)
		plic_init_context(cpus[i].arch.plic_context);
}

void irq_init_cpu(void)
{
	csr_set(sie, 1ul << IRQ_S_SOFT | 1ul << IRQ_S_EXT);
}
