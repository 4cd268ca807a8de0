/* 8259: one controller for lines 0-7, one for 8-15 that is wired to line 2 of the first (Intel 8259A data sheet). */
#include <asm/io.h>
#include <kernel/pic.h>

#define FIRST  0x20
#define SECOND 0xa0
#define DATA   1 /* beside the command port */

#define ICW1_INIT_ICW4 0x11
#define ICW4_8086      0x01
#define CASCADE	       2
#define OCW2_EOI       0x20

static unsigned int masked = 0xffff & ~(1u << CASCADE);

static void write_masks(void)
{
	outb(FIRST + DATA, masked);
	outb(SECOND + DATA, masked >> 8);
}

void pic_init(unsigned int vector)
{
	outb(FIRST, ICW1_INIT_ICW4);
	outb(SECOND, ICW1_INIT_ICW4);
	outb(FIRST + DATA, vector);
	outb(SECOND + DATA, vector + 8);
	outb(FIRST + DATA, 1 << CASCADE);
	outb(SECOND + DATA, CASCADE);
	outb(FIRST + DATA, ICW4_8086);
	outb(SECOND + DATA, ICW4_8086);
	write_masks();
}

void pic_unmask(unsigned int irq)
{
	masked &= ~(1u << irq);
	write_masks();
}

void pic_eoi(unsigned int irq)
{
	if (irq >= 8)
		outb(SECOND, OCW2_EOI);
	outb(FIRST, OCW2_EOI);
}
