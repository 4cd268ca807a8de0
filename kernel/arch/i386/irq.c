/*
 * Interrupts: the local APIC's own (timer, other CPUs) and those of devices. The latter come through the I/O
 * APIC if the firmware tells of one, else (and with the boot word noapic) through the two 8259s; the boot CPU
 * takes them all. PCI lines are shared, so a line may have several handlers.
 */
#include <arch/irq.h>
#include <arch/page.h>
#include <asm/io.h>
#include <kernel/boot_words.h>
#include <kernel/err.h>
#include <kernel/ioapic.h>
#include <kernel/lapic.h>
#include <kernel/panic.h>
#include <kernel/pic.h>
#include <kernel/pit.h>
#include <kernel/printk.h>
#include <kernel/spinlock.h>
#include <kernel/task.h>
#include <kernel/time.h>

#include "board.h"
#include "vectors.h"

#define MAX_HANDLERS 4 /* of one line */

static_assert(NR_IRQS >= NR_ISA_IRQS, "the 8259s have vectors");

struct irq_action {
	irq_handler_t handler; /* NULL: nobody's */
	void *data;
	const char *name;
};

static struct irq_action irq_lines[NR_ISA_IRQS][MAX_HANDLERS]; /* by ISA line, boot time only */

static void unmask(unsigned int irq)
{
	const struct isa_irq *isa = &board.isa[irq];

	if (board.ioapic)
		ioapic_route(isa->gsi - board.ioapic_gsi, VECTOR_IRQ0 + irq, cpus[0].hwid,
			     isa->active_low, isa->level);
	else
		pic_unmask(irq);
}

int request_irq(unsigned int irq, irq_handler_t handler, void *data, const char *name)
{
	if (irq >= NR_ISA_IRQS)
		return -EINVAL;
	for (unsigned int i = 0; i < MAX_HANDLERS; i++) {
		struct irq_action *action = &irq_lines[irq][i];

		if (action->handler)
			continue;
		action->data = data;
		action->name = name;
		__atomic_store_n(&action->handler, handler, __ATOMIC_RELEASE);
		unmask(irq);
		return 0;
	}
	return -EBUSY;
}

static void device_interrupt(unsigned int irq)
{
	for (unsigned int i = 0; i < MAX_HANDLERS && irq_lines[irq][i].handler; i++)
		irq_lines[irq][i].handler(irq_lines[irq][i].data);
	if (board.ioapic)
		lapic_eoi();
	else
		pic_eoi(irq);
}

void handle_interrupt(struct pt_regs *regs)
{
	struct cpu *cpu = this_cpu();

	cpu->irq_depth++;
	switch (regs->trap) {
	case VECTOR_TIMER:
		lapic_eoi();
		timer_interrupt(regs);
		break;
	case VECTOR_IRQ0 + PIT_IRQ: /* only where there is no local APIC */
		pic_eoi(PIT_IRQ);
		timer_interrupt(regs);
		break;
	case VECTOR_RESCHEDULE:
		lapic_eoi();
		break;
	case VECTOR_CALL:
		lapic_eoi();
		call_interrupt();
		break;
	case VECTOR_STOP:
		stop_interrupt();
		break;
	case VECTOR_SPURIOUS:
		break;
	default:
		if (regs->trap - VECTOR_IRQ0 >= NR_ISA_IRQS)
			panic("interrupt of unknown vector %lu", regs->trap);
		device_interrupt(regs->trap - VECTOR_IRQ0);
	}
	cpu->irq_depth--;
}

void irq_init(void)
{
	pic_init(VECTOR_IRQ0);
	if (boot_word("noapic"))
		board.ioapic = 0;
	if (board.ioapic)
		ioapic_init(ioremap(board.ioapic, PAGE_SIZE));
}

void irq_init_cpu(void)
{
	if (board.lapic)
		lapic_init_cpu(VECTOR_SPURIOUS, !board.ioapic && this_cpu() == &cpus[0]);
}
