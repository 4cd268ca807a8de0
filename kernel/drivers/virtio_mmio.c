/* virtio devices whose registers lie in memory: the mmio transport, version 2. */
#include <asm/barrier.h>
#include <kernel/io.h>
#include <kernel/slab.h>
#include <kernel/virtio.h>

#define MAGIC 0x74726976 /* "virt" */

enum mmio_register {
	REG_MAGIC = 0x000,
	REG_VERSION = 0x004,
	REG_DEVICE_ID = 0x008,
	REG_DEVICE_FEATURES = 0x010,
	REG_DEVICE_FEATURES_SEL = 0x014,
	REG_DRIVER_FEATURES = 0x020,
	REG_DRIVER_FEATURES_SEL = 0x024,
	REG_QUEUE_SEL = 0x030,
	REG_QUEUE_NUM_MAX = 0x034,
	REG_QUEUE_NUM = 0x038,
	REG_QUEUE_READY = 0x044,
	REG_QUEUE_NOTIFY = 0x050,
	REG_INTERRUPT_STATUS = 0x060,
	REG_INTERRUPT_ACK = 0x064,
	REG_STATUS = 0x070,
	REG_QUEUE_DESC = 0x080,
	REG_QUEUE_AVAIL = 0x090,
	REG_QUEUE_USED = 0x0a0,
	REG_CONFIG = 0x100,
};

static u32 reg_read(struct virtio_device *dev, unsigned int reg)
{
	return mmio_read32((u8 *)dev->regs + reg);
}

static void reg_write(struct virtio_device *dev, unsigned int reg, u32 value)
{
	mmio_write32((u8 *)dev->regs + reg, value);
}

static void reg_write64(struct virtio_device *dev, unsigned int reg, u64 value)
{
	reg_write(dev, reg, (u32)value);
	reg_write(dev, reg + 4, (u32)(value >> 32));
}

static u8 mmio_get_status(struct virtio_device *dev)
{
	return reg_read(dev, REG_STATUS);
}

static void mmio_set_status(struct virtio_device *dev, u8 status)
{
	io_mb();
	reg_write(dev, REG_STATUS, status);
}

static u64 mmio_get_features(struct virtio_device *dev)
{
	u64 low, high;

	reg_write(dev, REG_DEVICE_FEATURES_SEL, 0);
	low = reg_read(dev, REG_DEVICE_FEATURES);
	reg_write(dev, REG_DEVICE_FEATURES_SEL, 1);
	high = reg_read(dev, REG_DEVICE_FEATURES);
	return high << 32 | low;
}

static void mmio_set_features(struct virtio_device *dev, u64 features)
{
	reg_write(dev, REG_DRIVER_FEATURES_SEL, 0);
	reg_write(dev, REG_DRIVER_FEATURES, (u32)features);
	reg_write(dev, REG_DRIVER_FEATURES_SEL, 1);
	reg_write(dev, REG_DRIVER_FEATURES, (u32)(features >> 32));
}

static u32 mmio_read_config32(struct virtio_device *dev, unsigned int offset)
{
	return reg_read(dev, REG_CONFIG + offset);
}

static unsigned int mmio_queue_max(struct virtio_device *dev, unsigned int index)
{
	reg_write(dev, REG_QUEUE_SEL, index);
	return reg_read(dev, REG_QUEUE_NUM_MAX);
}

static void mmio_queue_enable(struct virtio_device *dev, unsigned int index, unsigned int size,
			      const struct virtqueue_addresses *where)
{
	reg_write(dev, REG_QUEUE_SEL, index);
	reg_write(dev, REG_QUEUE_NUM, size);
	reg_write64(dev, REG_QUEUE_DESC, where->desc);
	reg_write64(dev, REG_QUEUE_AVAIL, where->avail);
	reg_write64(dev, REG_QUEUE_USED, where->used);
	io_mb();
	reg_write(dev, REG_QUEUE_READY, 1);
}

static void mmio_notify(struct virtio_device *dev, unsigned int index)
{
	reg_write(dev, REG_QUEUE_NOTIFY, index);
}

static u32 mmio_interrupt_status(struct virtio_device *dev)
{
	u32 status = reg_read(dev, REG_INTERRUPT_STATUS);

	reg_write(dev, REG_INTERRUPT_ACK, status);
	io_mb();
	return status;
}

static const struct virtio_transport mmio_transport = {
	.get_status = mmio_get_status,
	.set_status = mmio_set_status,
	.get_features = mmio_get_features,
	.set_features = mmio_set_features,
	.read_config32 = mmio_read_config32,
	.queue_max = mmio_queue_max,
	.queue_enable = mmio_queue_enable,
	.notify = mmio_notify,
	.interrupt_status = mmio_interrupt_status,
};

void virtio_mmio_probe(void *regs, unsigned int irq)
{
	struct virtio_device probe = { .transport = &mmio_transport, .regs = regs, .irq = irq };
	struct virtio_device *dev;
	u32 id;

	if (reg_read(&probe, REG_MAGIC) != MAGIC || reg_read(&probe, REG_VERSION) != 2)
		return;
	id = reg_read(&probe, REG_DEVICE_ID);
	if (!id)
		return; /* an empty slot */
	dev = kmalloc(sizeof(*dev), GFP_KERNEL);
	if (!dev)
		return;
	*dev = probe;
	virtio_probe(dev, id);
}
