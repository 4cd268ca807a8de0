/*
 * virtio devices on the PCI bus: their registers lie in memory, in four parts that capabilities name
 * (Virtio 1.1, section 4.1). Devices that also know the older, port-based way are driven the new way.
 */
#include <asm/barrier.h>
#include <kernel/io.h>
#include <kernel/pci.h>
#include <kernel/printk.h>
#include <kernel/slab.h>
#include <kernel/virtio.h>

#define CAPABILITY_VENDOR 0x09

/* Fields of a capability (section 4.1.4). */
#define CAP_TYPE	 3
#define CAP_BAR		 4
#define CAP_OFFSET	 8
#define CAP_LENGTH	 12
#define CAP_NOTIFY_SCALE 16

enum part { PART_COMMON = 1,
	    PART_NOTIFY = 2,
	    PART_ISR = 3,
	    PART_DEVICE = 4,
	    NR_PARTS = 5 };

/* The common part (section 4.1.4.3). */
enum common_register {
	COMMON_DEVICE_FEATURE_SELECT = 0,
	COMMON_DEVICE_FEATURE = 4,
	COMMON_DRIVER_FEATURE_SELECT = 8,
	COMMON_DRIVER_FEATURE = 12,
	COMMON_STATUS = 20,
	COMMON_QUEUE_SELECT = 22,
	COMMON_QUEUE_SIZE = 24,
	COMMON_QUEUE_ENABLE = 28,
	COMMON_QUEUE_NOTIFY_OFF = 30,
	COMMON_QUEUE_DESC = 32,
	COMMON_QUEUE_DRIVER = 40,
	COMMON_QUEUE_DEVICE = 48,
};

#define MAX_QUEUES 4 /* whose notification registers are remembered */

struct pci_registers {
	u8 *part[NR_PARTS];
	u32 notify_scale;
	u8 *notify[MAX_QUEUES];
};

static struct pci_registers *registers(struct virtio_device *dev)
{
	return dev->regs;
}

static u8 *common(struct virtio_device *dev)
{
	return registers(dev)->part[PART_COMMON];
}

static u8 vpci_get_status(struct virtio_device *dev)
{
	return mmio_read8(common(dev) + COMMON_STATUS);
}

/* After a reset the device is ready when it says 0 (section 4.1.4.3.2). */
static void vpci_set_status(struct virtio_device *dev, u8 status)
{
	io_mb();
	mmio_write8(common(dev) + COMMON_STATUS, status);
	while (!status && vpci_get_status(dev))
		;
}

static u64 vpci_get_features(struct virtio_device *dev)
{
	u64 low, high;

	mmio_write32(common(dev) + COMMON_DEVICE_FEATURE_SELECT, 0);
	low = mmio_read32(common(dev) + COMMON_DEVICE_FEATURE);
	mmio_write32(common(dev) + COMMON_DEVICE_FEATURE_SELECT, 1);
	high = mmio_read32(common(dev) + COMMON_DEVICE_FEATURE);
	return high << 32 | low;
}

static void vpci_set_features(struct virtio_device *dev, u64 features)
{
	mmio_write32(common(dev) + COMMON_DRIVER_FEATURE_SELECT, 0);
	mmio_write32(common(dev) + COMMON_DRIVER_FEATURE, (u32)features);
	mmio_write32(common(dev) + COMMON_DRIVER_FEATURE_SELECT, 1);
	mmio_write32(common(dev) + COMMON_DRIVER_FEATURE, (u32)(features >> 32));
}

static u32 vpci_read_config32(struct virtio_device *dev, unsigned int offset)
{
	return mmio_read32(registers(dev)->part[PART_DEVICE] + offset);
}

static unsigned int vpci_queue_max(struct virtio_device *dev, unsigned int index)
{
	if (index >= MAX_QUEUES)
		return 0;
	mmio_write16(common(dev) + COMMON_QUEUE_SELECT, index);
	return mmio_read16(common(dev) + COMMON_QUEUE_SIZE);
}

static void write_address(u8 *reg, u64 value)
{
	mmio_write32(reg, (u32)value);
	mmio_write32(reg + 4, (u32)(value >> 32));
}

static void vpci_queue_enable(struct virtio_device *dev, unsigned int index, unsigned int size,
			      const struct virtqueue_addresses *where)
{
	struct pci_registers *regs = registers(dev);
	u8 *cfg = common(dev);

	mmio_write16(cfg + COMMON_QUEUE_SELECT, index);
	mmio_write16(cfg + COMMON_QUEUE_SIZE, size);
	write_address(cfg + COMMON_QUEUE_DESC, where->desc);
	write_address(cfg + COMMON_QUEUE_DRIVER, where->avail);
	write_address(cfg + COMMON_QUEUE_DEVICE, where->used);
	regs->notify[index] =
		regs->part[PART_NOTIFY] + mmio_read16(cfg + COMMON_QUEUE_NOTIFY_OFF) * regs->notify_scale;
	io_mb();
	mmio_write16(cfg + COMMON_QUEUE_ENABLE, 1);
}

static void vpci_notify(struct virtio_device *dev, unsigned int index)
{
	mmio_write16(registers(dev)->notify[index], index);
}

/* Reading it acknowledges (section 4.1.4.5). */
static u32 vpci_interrupt_status(struct virtio_device *dev)
{
	return mmio_read8(registers(dev)->part[PART_ISR]);
}

static const struct virtio_transport pci_transport = {
	.get_status = vpci_get_status,
	.set_status = vpci_set_status,
	.get_features = vpci_get_features,
	.set_features = vpci_set_features,
	.read_config32 = vpci_read_config32,
	.queue_max = vpci_queue_max,
	.queue_enable = vpci_queue_enable,
	.notify = vpci_notify,
	.interrupt_status = vpci_interrupt_status,
};

/* The first capability of each kind is the one to use. False if a part is missing. */
static bool map_parts(const struct pci_device *pci, struct pci_registers *regs)
{
	unsigned int at = 0;

	while ((at = pci_find_capability(pci, CAPABILITY_VENDOR, at))) {
		u8 type = pci_read8(pci, at + CAP_TYPE);

		if (!type || type >= NR_PARTS || regs->part[type])
			continue;
		regs->part[type] = pci_map_bar(pci, pci_read8(pci, at + CAP_BAR), pci_read32(pci, at + CAP_OFFSET),
					       pci_read32(pci, at + CAP_LENGTH));
		if (type == PART_NOTIFY)
			regs->notify_scale = pci_read32(pci, at + CAP_NOTIFY_SCALE);
	}
	return regs->part[PART_COMMON] && regs->part[PART_NOTIFY] && regs->part[PART_ISR] &&
	       regs->part[PART_DEVICE];
}

/* Section 4.1.2.1: the number of a transitional device tells its kind by a table, of a new one by itself. */
static u32 device_id(const struct pci_device *pci)
{
	static const u32 transitional[] = { 1, 2, 5, 3, 8, 4 };

	if (pci->device >= 0x1040)
		return pci->device - 0x1040;
	return pci->device - 0x1000u < ARRAY_SIZE(transitional) ? transitional[pci->device - 0x1000] : 0;
}

void virtio_pci_probe(const struct pci_device *pci)
{
	struct pci_registers *regs = kzalloc(sizeof(*regs), GFP_KERNEL);
	struct virtio_device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);

	if (!regs || !dev)
		goto free;
	pci_enable(pci);
	if (!map_parts(pci, regs)) {
		pr_err("pci %u:%u.%u: a virtio device of old style only\n", pci->bus, pci->slot, pci->function);
		goto free;
	}
	*dev = (struct virtio_device){ .transport = &pci_transport, .regs = regs, .irq = pci->irq };
	virtio_probe(dev, device_id(pci));
	return;

free:
	kfree(regs);
	kfree(dev);
}
