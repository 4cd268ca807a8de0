/* The I/O APIC: which vector of which CPU each interrupt line raises. There is one. */
#ifndef KERNEL_IOAPIC_H
#define KERNEL_IOAPIC_H

#include <kernel/types.h>

/* Where its registers are mapped. All lines are masked. */
void ioapic_init(void *base);
/* Line pin raises vector at the CPU with this local APIC id, from now on. A pin it has not is ignored. */
void ioapic_route(unsigned int pin, unsigned int vector, unsigned int apic_id, bool active_low, bool level);

#endif
