/* The clock and the one-shot event of each CPU. Times are nanoseconds since the machine's reset. */
#ifndef ARCH_TIMER_H
#define ARCH_TIMER_H

#include <kernel/types.h>

void timer_init(void);	   /* once, boot CPU */
void timer_init_cpu(void); /* each CPU */
u64 clock_ns(void);	   /* monotonic, the same on every CPU; any context */
/* Raise this CPU's timer interrupt at the given time (at once if it has passed); it calls timer_interrupt(). */
void timer_set_event(u64 ns);
u64 wall_clock_seconds(void); /* seconds since 1970 at boot, 0 where the machine has no clock */

#endif
