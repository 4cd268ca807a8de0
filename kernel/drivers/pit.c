/*
 * Two channels of the 8254 (Intel 8254 data sheet): 0, whose output is line 0 of the interrupt controller, and 2, whose
 * gate is a bit of port 0x61.
 */
#include <asm/io.h>
#include <kernel/pit.h>

#define CHANNEL_0 0x40
#define CHANNEL_2 0x42
#define CONTROL	  0x43
#define GATE	  0x61

#define SELECT_0_BOTH_ONCE 0x30 /* channel 0, low and high byte, mode 0: the output rises at the end */
#define SELECT_2_BOTH_ONCE 0xb0 /* channel 2, low and high byte, mode 0: count down once */
#define LATCH_2		   0x80
#define GATE_ON		   0x01
#define SPEAKER_ON	   0x02

void pit_start(void)
{
	outb(GATE, (inb(GATE) & ~SPEAKER_ON) | GATE_ON);
	outb(CONTROL, SELECT_2_BOTH_ONCE);
	outb(CHANNEL_2, 0xff);
	outb(CHANNEL_2, 0xff);
}

u32 pit_read(void)
{
	u32 low;

	outb(CONTROL, LATCH_2);
	low = inb(CHANNEL_2);
	return low | (u32)inb(CHANNEL_2) << 8;
}

void pit_timer_set(u32 count)
{
	outb(CONTROL, SELECT_0_BOTH_ONCE);
	outb(CHANNEL_0, count);
	outb(CHANNEL_0, count >> 8);
}
