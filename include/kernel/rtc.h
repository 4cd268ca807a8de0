/* Calendar clocks: the one that QEMU took from Android's emulator, and the PC's. */
#ifndef KERNEL_RTC_H
#define KERNEL_RTC_H

#include <kernel/types.h>

u64 goldfish_rtc_seconds(void *base); /* since 1970 */
u64 cmos_rtc_seconds(void);	      /* the same, if it keeps UTC */

#endif
