/* The PC's calendar clock (Motorola MC146818 data sheet): registers behind an index port. */
#include <asm/io.h>
#include <kernel/rtc.h>

#define CMOS_INDEX 0x70
#define CMOS_DATA  0x71

enum cmos_register {
	RTC_SECONDS = 0,
	RTC_MINUTES = 2,
	RTC_HOURS = 4,
	RTC_DAY = 7,
	RTC_MONTH = 8,
	RTC_YEAR = 9,
	RTC_STATUS_A = 10,
	RTC_STATUS_B = 11,
	RTC_CENTURY = 0x32, /* where PCs keep it */
};

#define STATUS_A_UPDATING 0x80
#define STATUS_B_24_HOURS 0x02
#define STATUS_B_BINARY	  0x04
#define HOUR_PM		  0x80

struct date {
	unsigned int second, minute, hour, day, month, year, century;
};

static u8 cmos_read(enum cmos_register reg)
{
	outb(CMOS_INDEX, reg);
	return inb(CMOS_DATA);
}

static unsigned int number(u8 value, bool binary)
{
	return binary ? value : (value >> 4) * 10u + (value & 15);
}

static struct date read_date(void)
{
	u8 status = cmos_read(RTC_STATUS_B), hour = cmos_read(RTC_HOURS);
	bool binary = status & STATUS_B_BINARY;
	struct date date = {
		.second = number(cmos_read(RTC_SECONDS), binary),
		.minute = number(cmos_read(RTC_MINUTES), binary),
		.hour = number(hour & ~HOUR_PM, binary),
		.day = number(cmos_read(RTC_DAY), binary),
		.month = number(cmos_read(RTC_MONTH), binary),
		.year = number(cmos_read(RTC_YEAR), binary),
		.century = number(cmos_read(RTC_CENTURY), binary),
	};

	if (!(status & STATUS_B_24_HOURS))
		date.hour = date.hour % 12 + (hour & HOUR_PM ? 12 : 0);
	date.year += (date.century >= 19 && date.century <= 99 ? date.century : 20) * 100;
	return date;
}

/* Days since 1970, of a date in the calendar of today. The year is made to end with February. */
static unsigned int days_since_1970(const struct date *date)
{
	unsigned int year = date->year - (date->month <= 2);
	unsigned int month = date->month + (date->month <= 2 ? 9 : -3);

	return year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + date->day - 1 - 719468;
}

/* Read between two updates: again, until two readings agree. */
u64 cmos_rtc_seconds(void)
{
	struct date date, again;
	unsigned int tries = 10;

	do {
		while (cmos_read(RTC_STATUS_A) & STATUS_A_UPDATING)
			;
		date = read_date();
		again = read_date();
	} while ((date.second != again.second || date.hour != again.hour) && --tries);
	return (u64)days_since_1970(&date) * 86400 + date.hour * 3600 + date.minute * 60 + date.second;
}
