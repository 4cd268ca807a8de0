/* Nanoseconds since 1970; reading the low half holds the high one. */
#include <kernel/io.h>
#include <kernel/rtc.h>
#include <kernel/time.h>

#define RTC_LOW	 0x00
#define RTC_HIGH 0x04

u64 goldfish_rtc_seconds(void *base)
{
	u64 low = mmio_read32((u8 *)base + RTC_LOW);
	u64 high = mmio_read32((u8 *)base + RTC_HIGH);

	return (high << 32 | low) / NSEC_PER_SEC;
}
