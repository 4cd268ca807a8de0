/*
 * The PLIC's registers, all of 32 bits:
 *
 *	4 * irq				priority of a line, 0: never
 *	0x2000 + 0x80 * context		enable bits, one for each line
 *	0x200000 + 0x1000 * context	threshold: only higher priorities interrupt
 *	0x200004 + 0x1000 * context	read: claim; write: complete
 */
#include <kernel/io.h>
#include <kernel/plic.h>
#include <kernel/types.h>

#define MAX_SOURCES 1023u /* there is room for no more, whatever the device tree says */

static u8 *plic_base;
static unsigned int plic_sources;

static u32 *enable_word(unsigned int context, unsigned int irq)
{
	return (u32 *)(plic_base + 0x2000 + 0x80 * context) + irq / 32;
}

static u8 *context_registers(unsigned int context)
{
	return plic_base + 0x200000 + 0x1000 * context;
}

void plic_init(void *base, unsigned int sources)
{
	plic_base = base;
	plic_sources = min(sources, MAX_SOURCES);
	for (unsigned int irq = 1; irq <= plic_sources; irq++)
		mmio_write32(plic_base + 4 * irq, 1);
}

void plic_init_context(unsigned int context)
{
	for (unsigned int irq = 0; irq <= plic_sources; irq += 32)
		mmio_write32(enable_word(context, irq), 0);
	mmio_write32(context_registers(context), 0);
}

void plic_enable(unsigned int context, unsigned int irq)
{
	u32 *word = enable_word(context, irq);

	mmio_write32(word, mmio_read32(word) | 1u << irq % 32);
}

unsigned int plic_claim(unsigned int context)
{
	return mmio_read32(context_registers(context) + 4);
}

void plic_complete(unsigned int context, unsigned int irq)
{
	mmio_write32(context_registers(context) + 4, irq);
}
