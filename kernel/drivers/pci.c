/*
 * PCI configuration space through ports 0xcf8 and 0xcfc (PCI Local Bus Specification 3.0, section 3.2.2.3.2). The
 * firmware has given every device its addresses and its interrupt line; they are taken as they are.
 */
#include <asm/io.h>
#include <kernel/pci.h>
#include <kernel/virtio.h>

#define CONFIG_ADDRESS 0xcf8
#define CONFIG_DATA    0xcfc
#define ADDRESS_ENABLE 0x80000000u

enum pci_register {
	PCI_VENDOR = 0x00,
	PCI_DEVICE = 0x02,
	PCI_COMMAND = 0x04,
	PCI_STATUS = 0x06,
	PCI_HEADER_TYPE = 0x0e,
	PCI_BAR0 = 0x10,
	PCI_SECONDARY_BUS = 0x19,
	PCI_CAPABILITIES = 0x34,
	PCI_INTERRUPT_LINE = 0x3c,
};

#define NO_VENDOR	     0xffff
#define COMMAND_IO	     0x0001
#define COMMAND_MEMORY	     0x0002
#define COMMAND_MASTER	     0x0004
#define COMMAND_NO_INTERRUPT 0x0400
#define STATUS_CAPABILITIES  0x0010
#define HEADER_MULTI	     0x80
#define HEADER_BRIDGE	     0x01
#define BAR_IO		     0x1
#define BAR_64		     0x4
#define MAX_CAPABILITIES     48 /* that fit; a list that is longer is a circle */

#define VENDOR_VIRTIO	    0x1af4
#define VIRTIO_FIRST_DEVICE 0x1000
#define VIRTIO_LAST_DEVICE  0x107f

u32 pci_read32(const struct pci_device *pci, unsigned int offset)
{
	outl(CONFIG_ADDRESS, ADDRESS_ENABLE | (u32)pci->bus << 16 | (u32)pci->slot << 11 |
				     (u32)pci->function << 8 | (offset & 0xfc));
	return inl(CONFIG_DATA);
}

u16 pci_read16(const struct pci_device *pci, unsigned int offset)
{
	return pci_read32(pci, offset) >> (offset & 2) * 8;
}

u8 pci_read8(const struct pci_device *pci, unsigned int offset)
{
	return pci_read32(pci, offset) >> (offset & 3) * 8;
}

/* The read has set the address. */
void pci_write16(const struct pci_device *pci, unsigned int offset, u16 value)
{
	pci_read32(pci, offset);
	outw(CONFIG_DATA + (offset & 2), value);
}

void pci_enable(const struct pci_device *pci)
{
	u16 command = pci_read16(pci, PCI_COMMAND);

	command |= COMMAND_IO | COMMAND_MEMORY | COMMAND_MASTER;
	pci_write16(pci, PCI_COMMAND, command & ~COMMAND_NO_INTERRUPT);
}

unsigned int pci_find_capability(const struct pci_device *pci, u8 id, unsigned int after)
{
	unsigned int at = after ? pci_read8(pci, after + 1) : pci_read8(pci, PCI_CAPABILITIES);

	if (!(pci_read16(pci, PCI_STATUS) & STATUS_CAPABILITIES))
		return 0;
	for (unsigned int i = 0; at && i < MAX_CAPABILITIES; i++) {
		at &= 0xfc;
		if (pci_read8(pci, at) == id)
			return at;
		at = pci_read8(pci, at + 1);
	}
	return 0;
}

void *pci_map_bar(const struct pci_device *pci, unsigned int n, u32 offset, u32 size)
{
	u32 low, high = 0;

	if (n > 5)
		return NULL;
	low = pci_read32(pci, PCI_BAR0 + 4 * n);
	if (low & BAR_IO || !(low & ~0xfu))
		return NULL;
	if (low & BAR_64 && n < 5)
		high = pci_read32(pci, PCI_BAR0 + 4 * n + 4);
	return high ? NULL : ioremap((phys_addr_t)(low & ~0xfu) + offset, size);
}

static void probe_driver(struct pci_device *pci)
{
	pci->irq = pci_read8(pci, PCI_INTERRUPT_LINE);
	if (pci->vendor == VENDOR_VIRTIO && pci->device >= VIRTIO_FIRST_DEVICE &&
	    pci->device <= VIRTIO_LAST_DEVICE)
		virtio_pci_probe(pci);
}

/* Buses behind bridges are told from the function's header; a bit for each one that has been seen. */
static void probe_function(struct pci_device *pci, u32 *buses)
{
	if ((pci_read8(pci, PCI_HEADER_TYPE) & 0x7f) == HEADER_BRIDGE) {
		u8 bus = pci_read8(pci, PCI_SECONDARY_BUS);

		if (bus < 32)
			*buses |= 1u << bus;
	} else {
		probe_driver(pci);
	}
}

static void probe_slot(u8 bus, u8 slot, u32 *buses)
{
	unsigned int functions = 1;

	for (unsigned int function = 0; function < functions; function++) {
		struct pci_device pci = { .bus = bus, .slot = slot, .function = function };

		pci.vendor = pci_read16(&pci, PCI_VENDOR);
		if (pci.vendor == NO_VENDOR)
			continue;
		pci.device = pci_read16(&pci, PCI_DEVICE);
		if (!function && pci_read8(&pci, PCI_HEADER_TYPE) & HEADER_MULTI)
			functions = 8;
		probe_function(&pci, buses);
	}
}

void pci_init(void)
{
	u32 buses = 1;

	for (unsigned int bus = 0; bus < 32; bus++) {
		for (unsigned int slot = 0; slot < 32 && buses >> bus & 1; slot++)
			probe_slot(bus, slot, &buses);
	}
}
