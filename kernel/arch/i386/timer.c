/*
 * Time comes from the time-stamp counter, which on our machines all CPUs have in common; the event from the local
 * APIC's timer. How fast they count is measured once, against the interval timer, whose rate is a constant of all PCs.
 * Where there is no local APIC, the interval timer gives the events, too; it cannot count far.
 */
#include <arch/irq.h>
#include <arch/timer.h>
#include <kernel/compiler.h>
#include <kernel/div.h>
#include <kernel/lapic.h>
#include <kernel/panic.h>
#include <kernel/pic.h>
#include <kernel/pit.h>
#include <kernel/rtc.h>
#include <kernel/task.h>

#include "board.h"
#include "vectors.h"

#define NS_PER_SECOND 1000000000u
#define MEASURE_TICKS (PIT_HZ / 333) /* 3 ms */

/* A factor, as whole + fraction / 2^32. */
struct ratio {
	u32 whole, fraction;
};

static struct ratio ticks_to_ns, ns_to_event;
static u32 longest_event = NS_PER_SECOND; /* what is further away is asked for again */

static u64 read_tsc(void)
{
	u32 low, high;

	__asm__ volatile("rdtsc"
			 : "=a"(low), "=d"(high));
	return (u64)high << 32 | low;
}

static struct ratio make_ratio(u32 n, u32 d)
{
	u32 rest;

	return (struct ratio){ n / d, div_u64((u64)(n % d) << 32, d, &rest) };
}

/* Exact up to the last bit of the fraction. */
static inline u64 scale(u64 x, const struct ratio *ratio)
{
	u32 high = x >> 32, low = x;

	return x * ratio->whole + (u64)high * ratio->fraction + ((u64)low * ratio->fraction >> 32);
}

u64 clock_ns(void)
{
	return scale(read_tsc(), &ticks_to_ns);
}

/* Rates are round numbers; what is as near to one as the measurement is good, is that. */
static u32 round_rate(u32 hz)
{
	static const u32 steps[] = { 100000000, 10000000, 1000000 };

	for (unsigned int i = 0; i < ARRAY_SIZE(steps); i++) {
		u32 rounded = (hz + steps[i] / 2) / steps[i] * steps[i];
		u32 off = hz > rounded ? hz - rounded : rounded - hz;

		if (off < hz / 2000)
			return rounded;
	}
	return hz;
}

static u32 rate(u32 counted, u32 pit_ticks)
{
	u32 rest;

	return round_rate(div_u64((u64)counted * PIT_HZ, pit_ticks, &rest));
}

static bool has_lapic(void)
{
	return board.lapic;
}

static void measure_rates(u32 *tsc_hz, u32 *event_hz)
{
	u32 tsc, lapic = 0, pit, now;

	if (has_lapic())
		lapic_timer_set(~0u);
	pit_start();
	pit = pit_read();
	tsc = read_tsc();
	if (has_lapic())
		lapic = lapic_timer_read();
	do
		now = pit_read();
	while (pit - now < MEASURE_TICKS);
	tsc = (u32)read_tsc() - tsc;
	*tsc_hz = rate(tsc, pit - now);
	*event_hz = PIT_HZ;
	if (has_lapic()) {
		*event_hz = rate(lapic - lapic_timer_read(), pit - now);
		lapic_timer_set(0);
	}
}

/* Not a tick too early: it would only be asked for again. */
void timer_set_event(u64 ns)
{
	u64 now = clock_ns(), wait = ns > now ? ns - now : 0;
	u32 count;

	if (wait > longest_event)
		wait = longest_event;
	count = (u32)scale(wait, &ns_to_event) + 1;
	if (likely(has_lapic()))
		lapic_timer_set(count);
	else
		pit_timer_set(count);
}

void timer_init(void)
{
	u32 tsc_hz, event_hz;

	timer_init_cpu();
	measure_rates(&tsc_hz, &event_hz);
	if (!tsc_hz || !event_hz)
		panic("the clocks do not run");
	ticks_to_ns = make_ratio(NS_PER_SECOND, tsc_hz);
	ns_to_event = make_ratio(event_hz, NS_PER_SECOND);
	if (!has_lapic())
		longest_event = (PIT_LONGEST - 1) * (NS_PER_SECOND / PIT_HZ);
}

void timer_init_cpu(void)
{
	if (has_lapic())
		lapic_timer_init(VECTOR_TIMER);
	else
		pic_unmask(PIT_IRQ);
}

u64 wall_clock_seconds(void)
{
	return cmos_rtc_seconds();
}
