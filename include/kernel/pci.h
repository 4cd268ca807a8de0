/* The PCI bus: finding devices, reading what they say of themselves. */
#ifndef KERNEL_PCI_H
#define KERNEL_PCI_H

#include <kernel/compiler.h>
#include <kernel/types.h>

/* One function of a device on a bus, and what all drivers want to know of it. */
struct pci_device {
	u8 bus, slot, function;
	u16 vendor, device;
	unsigned int irq; /* for request_irq(); what the firmware has routed it to */
};

/* Walk all buses and start the drivers of what is found, in the order of bus, slot, function. */
void pci_init(void);

/* Configuration space; offset is a multiple of the width. */
u8 pci_read8(const struct pci_device *pci, unsigned int offset);
u16 pci_read16(const struct pci_device *pci, unsigned int offset);
u32 pci_read32(const struct pci_device *pci, unsigned int offset);
void pci_write16(const struct pci_device *pci, unsigned int offset, u16 value);

/* The device may be accessed, and may access memory itself. */
void pci_enable(const struct pci_device *pci);
/* Offset of the next capability with this id behind the one at `after` (0: the first); 0 when there is none. */
unsigned int pci_find_capability(const struct pci_device *pci, u8 id, unsigned int after);
/* Size bytes of memory register space n, from offset on, mapped; NULL if it is no such space. */
void *pci_map_bar(const struct pci_device *pci, unsigned int n, u32 offset, u32 size);

#endif
