/* The 8254 interval timer: of known rate, so others are measured by it; the timer of a machine without a local APIC. */
#ifndef KERNEL_PIT_H
#define KERNEL_PIT_H

#include <kernel/types.h>

#define PIT_HZ	    1193182u
#define PIT_LONGEST 65535u
#define PIT_IRQ	    0

void pit_start(void); /* counting down from 65535 */
u32 pit_read(void);   /* what is left */

/* Raise IRQ 0 once, after so many ticks: 1 to PIT_LONGEST. */
void pit_timer_set(u32 count);

#endif
