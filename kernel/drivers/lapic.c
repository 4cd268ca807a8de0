/* The local APIC's registers, 16 bytes apart (Intel SDM volume 3A, table 11-1). */
#include <arch/irq.h>
#include <kernel/io.h>
#include <kernel/lapic.h>

enum lapic_register {
	LAPIC_ID = 0x020,
	LAPIC_TPR = 0x080,
	LAPIC_EOI = 0x0b0,
	LAPIC_SPURIOUS = 0x0f0,
	LAPIC_ESR = 0x280,
	LAPIC_ICR_LOW = 0x300,
	LAPIC_ICR_HIGH = 0x310,
	LAPIC_LVT_TIMER = 0x320,
	LAPIC_LVT_LINT0 = 0x350,
	LAPIC_LVT_LINT1 = 0x360,
	LAPIC_LVT_ERROR = 0x370,
	LAPIC_TIMER_COUNT = 0x380,
	LAPIC_TIMER_NOW = 0x390,
	LAPIC_TIMER_DIVIDE = 0x3e0,
};

#define SPURIOUS_ENABLE 0x100
#define LVT_MASKED	0x10000
#define MODE_NMI	0x400
#define MODE_INIT	0x500
#define MODE_STARTUP	0x600
#define MODE_EXTINT	0x700
#define ICR_PENDING	0x1000
#define ICR_ASSERT	0x4000
#define DIVIDE_BY_1	0xb

static u8 *lapic;

static u32 lapic_read(enum lapic_register reg)
{
	return mmio_read32(lapic + reg);
}

static void lapic_write(enum lapic_register reg, u32 value)
{
	mmio_write32(lapic + reg, value);
}

void lapic_init(void *base)
{
	lapic = base;
}

void lapic_init_cpu(unsigned int spurious_vector, bool extint)
{
	lapic_write(LAPIC_SPURIOUS, SPURIOUS_ENABLE | spurious_vector);
	lapic_write(LAPIC_LVT_LINT0, extint ? MODE_EXTINT : LVT_MASKED);
	lapic_write(LAPIC_LVT_LINT1, MODE_NMI);
	lapic_write(LAPIC_LVT_ERROR, LVT_MASKED);
	lapic_write(LAPIC_ESR, 0);
	lapic_write(LAPIC_TPR, 0);
}

unsigned int lapic_id(void)
{
	return lapic_read(LAPIC_ID) >> 24;
}

void lapic_eoi(void)
{
	lapic_write(LAPIC_EOI, 0);
}

/* The two halves belong together: the handler of an interrupt in between may not send anything. */
static void send(unsigned int id, u32 command)
{
	unsigned long flags = local_irq_save();

	while (lapic_read(LAPIC_ICR_LOW) & ICR_PENDING)
		;
	lapic_write(LAPIC_ICR_HIGH, id << 24);
	lapic_write(LAPIC_ICR_LOW, command);
	local_irq_restore(flags);
}

void lapic_send_ipi(unsigned int id, unsigned int vector)
{
	send(id, ICR_ASSERT | vector);
}

void lapic_send_init(unsigned int id)
{
	send(id, ICR_ASSERT | MODE_INIT);
}

void lapic_send_startup(unsigned int id, unsigned int page)
{
	send(id, ICR_ASSERT | MODE_STARTUP | page);
}

void lapic_timer_init(unsigned int vector)
{
	lapic_write(LAPIC_TIMER_DIVIDE, DIVIDE_BY_1);
	lapic_write(LAPIC_LVT_TIMER, vector);
	lapic_write(LAPIC_TIMER_COUNT, 0);
}

void lapic_timer_set(u32 count)
{
	lapic_write(LAPIC_TIMER_COUNT, count);
}

u32 lapic_timer_read(void)
{
	return lapic_read(LAPIC_TIMER_NOW);
}
