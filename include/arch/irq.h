/*
 * Interrupts of this CPU: <asm/irq.h> defines, as inlines,
 *   local_irq_enable(), local_irq_disable(), irqs_disabled(),
 *   unsigned long local_irq_save(void), local_irq_restore(unsigned long)
 * and of devices:
 */
#ifndef ARCH_IRQ_H
#define ARCH_IRQ_H

#include <asm/irq.h>
#include <kernel/compiler.h>

typedef void (*irq_handler_t)(void *data);

/* Call handler(data), interrupts off, whenever line irq is raised, and unmask it. -EBUSY, -EINVAL. */
int __must_check request_irq(unsigned int irq, irq_handler_t handler, void *data, const char *name);
/* The machine's interrupt controller, once at boot; and its per-CPU part. */
void irq_init(void);
void irq_init_cpu(void);

#endif
