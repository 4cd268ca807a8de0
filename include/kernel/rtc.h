/* The calendar clock that QEMU took from Android's emulator. */
#ifndef KERNEL_RTC_H
#define KERNEL_RTC_H

#include <kernel/types.h>

u64 goldfish_rtc_seconds(void *base); /* since 1970 */

#endif
