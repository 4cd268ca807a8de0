/*
 * virtio 1.x. A struct virtio_device is found by a transport (mmio; pci), which knows how to reach
 * its registers, and taken by the driver for its kind, which moves data through virtqueues.
 *
 * A driver's probe: virtio_negotiate(), virtqueue_setup() for each queue, virtio_ready().
 */
#ifndef KERNEL_VIRTIO_H
#define KERNEL_VIRTIO_H

#include <kernel/compiler.h>
#include <kernel/types.h>

#define VIRTIO_ID_BLOCK	   2
#define VIRTIO_F_VERSION_1 (1ull << 32)

struct virtio_device;
struct virtqueue;

/* Physical addresses of the three parts of a queue. */
struct virtqueue_addresses {
	phys_addr_t desc, avail, used;
};

/* What a transport does. Queues are named by their index. */
struct virtio_transport {
	u8 (*get_status)(struct virtio_device *dev);
	void (*set_status)(struct virtio_device *dev, u8 status);
	u64 (*get_features)(struct virtio_device *dev);
	void (*set_features)(struct virtio_device *dev, u64 features);
	u32 (*read_config32)(struct virtio_device *dev, unsigned int offset);
	unsigned int (*queue_max)(struct virtio_device *dev, unsigned int index); /* 0: no such queue */
	void (*queue_enable)(struct virtio_device *dev, unsigned int index, unsigned int size,
			     const struct virtqueue_addresses *where);
	void (*notify)(struct virtio_device *dev, unsigned int index);
	/* What the interrupt is about, acknowledged: bit 0 queues, bit 1 configuration. */
	u32 (*interrupt_status)(struct virtio_device *dev);
};

struct virtio_device {
	const struct virtio_transport *transport;
	void *regs;	  /* the transport's */
	unsigned int irq; /* for request_irq() */
	u64 features;	  /* those agreed upon */
};

/* Transports: look at one place, and start the driver of what is found. */
void virtio_mmio_probe(void *regs, unsigned int irq);
struct pci_device;
void virtio_pci_probe(const struct pci_device *pci);
/* For transports: dev has this id. */
void virtio_probe(struct virtio_device *dev, u32 id);

/* Reset, and agree on those of wanted that the device has. 0, or -ENODEV with the device given up. */
int __must_check virtio_negotiate(struct virtio_device *dev, u64 wanted);
void virtio_ready(struct virtio_device *dev);
void virtio_give_up(struct virtio_device *dev);

/* drivers of devices */
void virtio_blk_probe(struct virtio_device *dev);

/*
 * A queue of up to virtqueue_size() descriptors. Callers serialise the calls for one queue.
 */
struct virtqueue_buffer {
	phys_addr_t addr;
	u32 len;
};

/* NULL without memory, or if the device has no such queue. */
struct virtqueue *__must_check virtqueue_setup(struct virtio_device *dev, unsigned int index);
unsigned int virtqueue_free_slots(const struct virtqueue *vq);
/*
 * Offer a chain: the device reads nr_out buffers and then writes nr_in. There must be that many free
 * slots, and at least one buffer. cookie comes back from virtqueue_get_used().
 */
void virtqueue_add(struct virtqueue *vq, const struct virtqueue_buffer *buffers, unsigned int nr_out,
		   unsigned int nr_in, void *cookie);
/* Tell the device about all that was added. */
void virtqueue_kick(struct virtqueue *vq);
/* The cookie of a chain that the device is done with, or NULL. Its slots are free again. */
void *virtqueue_get_used(struct virtqueue *vq);

#endif
