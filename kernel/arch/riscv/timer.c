/*
 * Time comes from the counter that all harts share (rdtime), the event from stimecmp where the
 * harts have it (Sstc), else from the firmware.
 */
#include <arch/page.h>
#include <arch/timer.h>
#include <kernel/compiler.h>
#include <kernel/rtc.h>

#include "board.h"
#include "sbi.h"

#define NS_PER_SECOND 1000000000ull

/* A factor, as whole + fraction / 2^64. */
struct ratio {
	u64 whole, fraction;
};

static struct ratio ticks_to_ns, ns_to_ticks;

static struct ratio make_ratio(u64 n, u64 d)
{
	struct ratio ratio = { .whole = n / d };
	u64 rest = n % d;

	/* Long division, a bit at a time: n and d are below 2^63. */
	for (unsigned int i = 0; i < 64; i++) {
		rest <<= 1;
		ratio.fraction <<= 1;
		if (rest >= d) {
			rest -= d;
			ratio.fraction |= 1;
		}
	}
	return ratio;
}

static u64 scale(u64 x, const struct ratio *ratio)
{
	return x * ratio->whole + (u64)((unsigned __int128)x * ratio->fraction >> 64);
}

u64 clock_ns(void)
{
	return scale(csr_read(time), &ticks_to_ns);
}

/* The end of time: no event. */
void timer_disarm(void)
{
	if (board.sstc)
		csr_write(CSR_STIMECMP, ~0ul);
	else
		csr_clear(sie, 1ul << IRQ_S_TIMER);
}

/* Not a tick too early: it would only be asked for again. */
void timer_set_event(u64 ns)
{
	u64 ticks = scale(ns, &ns_to_ticks);

	if (ticks != ~0ull)
		ticks++;
	if (board.sstc) {
		csr_write(CSR_STIMECMP, ticks);
		return;
	}
	sbi_set_timer(ticks);
	csr_set(sie, 1ul << IRQ_S_TIMER);
}

void timer_init(void)
{
	ticks_to_ns = make_ratio(NS_PER_SECOND, board.timebase);
	ns_to_ticks = make_ratio(board.timebase, NS_PER_SECOND);
	/* The device tree tells what the hart has; whether the firmware lets us, only trying. */
	if (board.sstc)
		board.sstc = try_write_stimecmp(~0ul);
}

void timer_init_cpu(void)
{
	timer_disarm();
	if (board.sstc)
		csr_set(sie, 1ul << IRQ_S_TIMER);
}

u64 wall_clock_seconds(void)
{
	return board.rtc.base ? goldfish_rtc_seconds(phys_to_virt(board.rtc.base)) : 0;
}
