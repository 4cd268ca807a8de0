/* Interrupts of this CPU: one bit of sstatus. */
#ifndef ASM_IRQ_H
#define ASM_IRQ_H

#include <asm/csr.h>
#include <stdbool.h>

static inline void local_irq_enable(void)
{
	csr_set(sstatus, SR_SIE);
}

static inline void local_irq_disable(void)
{
	csr_clear(sstatus, SR_SIE);
}

static inline bool irqs_disabled(void)
{
	return !(csr_read(sstatus) & SR_SIE);
}

static inline unsigned long local_irq_save(void)
{
	return csr_read_clear(sstatus, SR_SIE) & SR_SIE;
}

static inline void local_irq_restore(unsigned long flags)
{
	csr_set(sstatus, flags);
}

#endif
