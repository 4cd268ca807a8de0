/* The 8254 interval timer: here only a clock of known rate to measure others by. */
#ifndef KERNEL_PIT_H
#define KERNEL_PIT_H

#include <kernel/types.h>

#define PIT_HZ 1193182u

void pit_start(void); /* counting down from 65535 */
u32 pit_read(void);   /* what is left */

#endif
