/* Interrupts of this CPU: one bit of the flags register. */
#ifndef ASM_IRQ_H
#define ASM_IRQ_H

#include <asm/cpufeature.h>
#include <stdbool.h>

static inline void local_irq_enable(void)
{
	__asm__ volatile("sti"
			 :
			 :
			 : "memory");
}

static inline void local_irq_disable(void)
{
	__asm__ volatile("cli"
			 :
			 :
			 : "memory");
}

static inline unsigned long local_flags(void)
{
	unsigned long flags;

	__asm__ volatile("pushfl\n\tpopl %0"
			 : "=r"(flags)
			 :
			 : "memory");
	return flags;
}

static inline bool irqs_disabled(void)
{
	return !(local_flags() & EFLAGS_IF);
}

static inline unsigned long local_irq_save(void)
{
	unsigned long flags = local_flags();

	local_irq_disable();
	return flags & EFLAGS_IF;
}

static inline void local_irq_restore(unsigned long flags)
{
	if (flags)
		local_irq_enable();
}

#endif
