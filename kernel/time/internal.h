/* What the files of this folder share. */
#ifndef TIME_INTERNAL_H
#define TIME_INTERNAL_H

#include <kernel/time.h>

/* tick.c: this CPU's event shall come at `when`, if not earlier. Interrupts off. */
void request_event(struct timer_queue *q, u64 when);

/* timer.c, both interrupts off, on q's CPU. */
void run_timers(struct timer_queue *q, u64 now);
u64 first_expiry(struct timer_queue *q);

#endif
