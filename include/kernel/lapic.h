/*
 * The local APIC: one in each CPU, all at the same address. It takes interrupts from the I/O APIC and from
 * other CPUs, and has a timer. Calls concern the calling CPU unless they name another one.
 */
#ifndef KERNEL_LAPIC_H
#define KERNEL_LAPIC_H

#include <kernel/compiler.h>
#include <kernel/types.h>

/* Where the registers are mapped. */
void lapic_init(void *base);
/* Switch it on. extint: interrupts of the 8259s arrive at this CPU. */
void lapic_init_cpu(unsigned int spurious_vector, bool extint);
unsigned int lapic_id(void);
void lapic_eoi(void);

/* To another CPU, by its id. They return when the message is under way; any context. */
void lapic_send_ipi(unsigned int id, unsigned int vector);
void lapic_send_init(unsigned int id);
void lapic_send_startup(unsigned int id, unsigned int page); /* begin at page * 4096, in real mode */

/* The timer counts down once and interrupts at 0. */
void lapic_timer_init(unsigned int vector);
void lapic_timer_set(u32 count); /* 0: off */
u32 lapic_timer_read(void);

#endif
