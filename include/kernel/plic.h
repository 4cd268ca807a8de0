/*
 * RISC-V's platform-level interrupt controller. Each line can be enabled in each context; a context
 * is one privilege level of one hart.
 */
#ifndef KERNEL_PLIC_H
#define KERNEL_PLIC_H

#include <kernel/compiler.h>

/* Every line gets a priority that interrupts, and is disabled everywhere. */
void plic_init(void *base, unsigned int sources);
void plic_init_context(unsigned int context);
/* Deliver line irq to context. Boot time, or one caller at a time. */
void plic_enable(unsigned int context, unsigned int irq);
/* The line that waits longest, or 0; it stays quiet until completed. */
unsigned int plic_claim(unsigned int context);
void plic_complete(unsigned int context, unsigned int irq);

#endif
