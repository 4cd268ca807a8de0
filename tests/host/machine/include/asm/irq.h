/* Interrupts of the host machine: a flag, which the fake disk obeys. */
#ifndef ASM_IRQ_H
#define ASM_IRQ_H

#include <stdbool.h>

extern bool host_irqs_off;

static inline void local_irq_enable(void)
{
	host_irqs_off = false;
}

static inline void local_irq_disable(void)
{
	host_irqs_off = true;
}

static inline bool irqs_disabled(void)
{
	return host_irqs_off;
}

static inline unsigned long local_irq_save(void)
{
	bool off = host_irqs_off;

	host_irqs_off = true;
	return off;
}

static inline void local_irq_restore(unsigned long flags)
{
	host_irqs_off = flags;
}

#endif
