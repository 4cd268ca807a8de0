/* What all virtio devices have in common: how driver and device come to an agreement. */
#include <kernel/err.h>
#include <kernel/virtio.h>

#define STATUS_ACKNOWLEDGE 1u
#define STATUS_DRIVER	   2u
#define STATUS_DRIVER_OK   4u
#define STATUS_FEATURES_OK 8u
#define STATUS_FAILED	   128u

static void add_status(struct virtio_device *dev, u8 bits)
{
	dev->transport->set_status(dev, dev->transport->get_status(dev) | bits);
}

void virtio_probe(struct virtio_device *dev, u32 id)
{
	if (id == VIRTIO_ID_BLOCK)
		virtio_blk_probe(dev);
}

int virtio_negotiate(struct virtio_device *dev, u64 wanted)
{
	dev->transport->set_status(dev, 0);
	add_status(dev, STATUS_ACKNOWLEDGE);
	add_status(dev, STATUS_DRIVER);
	dev->features = dev->transport->get_features(dev) & (wanted | VIRTIO_F_VERSION_1);
	if (dev->features & VIRTIO_F_VERSION_1) {
		dev->transport->set_features(dev, dev->features);
		add_status(dev, STATUS_FEATURES_OK);
		if (dev->transport->get_status(dev) & STATUS_FEATURES_OK)
			return 0;
	}
	virtio_give_up(dev);
	return -ENODEV;
}

void virtio_ready(struct virtio_device *dev)
{
	add_status(dev, STATUS_DRIVER_OK);
}

void virtio_give_up(struct virtio_device *dev)
{
	add_status(dev, STATUS_FAILED);
}
