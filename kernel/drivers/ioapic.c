/* The I/O APIC's registers, behind an index and a window (Intel 82093AA data sheet, section 3). */
#include <kernel/io.h>
#include <kernel/ioapic.h>

#define IOAPIC_INDEX  0x00
#define IOAPIC_WINDOW 0x10

#define REG_VERSION	    0x01 /* bits 16-23: number of the last line */
#define REG_LINE(pin, half) (0x10 + 2 * (pin) + (half))

#define LINE_ACTIVE_LOW 0x02000
#define LINE_LEVEL	0x08000
#define LINE_MASKED	0x10000

static u8 *ioapic;
static unsigned int nr_pins;

static u32 ioapic_read(unsigned int reg)
{
	mmio_write32(ioapic + IOAPIC_INDEX, reg);
	return mmio_read32(ioapic + IOAPIC_WINDOW);
}

static void ioapic_write(unsigned int reg, u32 value)
{
	mmio_write32(ioapic + IOAPIC_INDEX, reg);
	mmio_write32(ioapic + IOAPIC_WINDOW, value);
}

void ioapic_init(void *base)
{
	ioapic = base;
	nr_pins = (ioapic_read(REG_VERSION) >> 16 & 0xff) + 1;
	for (unsigned int pin = 0; pin < nr_pins; pin++)
		ioapic_write(REG_LINE(pin, 0), LINE_MASKED);
}

void ioapic_route(unsigned int pin, unsigned int vector, unsigned int apic_id, bool active_low, bool level)
{
	if (pin >= nr_pins)
		return;
	ioapic_write(REG_LINE(pin, 1), apic_id << 24);
	ioapic_write(REG_LINE(pin, 0), vector | (active_low ? LINE_ACTIVE_LOW : 0) | (level ? LINE_LEVEL : 0));
}
