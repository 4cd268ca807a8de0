/*
 * virtio block devices. A request is a chain of descriptors
 *
 *	header (what, where) | one for each page | status byte
 *
 * As many are with the device as its queue has room for; the rest wait in order. The interrupt
 * handler takes the results and hands over what waits.
 */
#include <arch/irq.h>
#include <kernel/block.h>
#include <kernel/err.h>
#include <kernel/page.h>
#include <kernel/printk.h>
#include <kernel/random.h>
#include <kernel/slab.h>
#include <kernel/spinlock.h>
#include <kernel/time.h>
#include <kernel/virtio.h>

#define F_READ_ONLY (1ull << 5)
#define F_FLUSH	    (1ull << 9)

#define CONFIG_CAPACITY 0 /* 64 bits, sectors of 512 bytes */

enum {
	BLK_IN = 0,
	BLK_OUT = 1,
	BLK_FLUSH = 4,
};

/* The parts of a request that the device reads and writes beside the pages. */
struct blk_header {
	u32 type;
	u32 reserved;
	u64 sector;
};

struct blk_slot {
	struct blk_header header;
	u8 status; /* 0: done */
	struct block_request *req;
	struct blk_slot *next_free;
};

/* A flush needs 2 descriptors, so the queue never holds more requests than this. */
#define NR_SLOTS 64

struct virtio_blk {
	struct block_device bdev;
	struct virtio_device *dev;
	struct virtqueue *vq;	  /* [lock] */
	struct spinlock lock;	  /* rank DEVICE; the interrupt handler takes it too */
	struct list_head waiting; /* [lock] requests without room in the queue, oldest first */
	struct blk_slot *free;	  /* [lock] */
	struct blk_slot slots[NR_SLOTS];
};

/* Linux gives virtio disks the first of its dynamic numbers. */
#define DISK_MAJOR 254
#define MAX_DISKS  26

static unsigned int nr_disks;

/* Fill in the chain; returns how many of its buffers the device reads. */
static unsigned int describe(struct blk_slot *slot, struct virtqueue_buffer *buffers)
{
	struct block_request *req = slot->req;
	unsigned int n = 0;

	slot->header = (struct blk_header){
		.type = req->op == BLOCK_FLUSH ? BLK_FLUSH : req->op == BLOCK_WRITE ? BLK_OUT
										    : BLK_IN,
		.sector = req->op == BLOCK_FLUSH ? 0 : req->sector,
	};
	slot->status = 0xff;
	buffers[n++] = (struct virtqueue_buffer){ virt_to_phys(&slot->header), sizeof(slot->header) };
	for (unsigned int i = 0; i < req->nr_pages; i++)
		buffers[n++] = (struct virtqueue_buffer){ page_to_phys(req->pages[i]), PAGE_SIZE };
	buffers[n++] = (struct virtqueue_buffer){ virt_to_phys(&slot->status), 1 };
	return req->op == BLOCK_READ ? 1 : n - 1;
}

/* Hand over what waits, as far as there is room. Holds the lock. */
static void start_requests(struct virtio_blk *disk)
{
	struct virtqueue_buffer buffers[BLOCK_MAX_PAGES + 2];
	bool added = false;

	lock_assert_held(&disk->lock);
	while (!list_empty(&disk->waiting) && disk->free) {
		struct block_request *req =
			list_first_entry(&disk->waiting, struct block_request, list);
		unsigned int nr = req->nr_pages + 2, nr_out;
		struct blk_slot *slot = disk->free;

		if (virtqueue_free_slots(disk->vq) < nr)
			break;
		list_del(&req->list);
		disk->free = slot->next_free;
		slot->req = req;
		nr_out = describe(slot, buffers);
		virtqueue_add(disk->vq, buffers, nr_out, nr - nr_out, slot);
		added = true;
	}
	if (added)
		virtqueue_kick(disk->vq);
}

static void virtio_blk_submit(struct block_device *bdev, struct block_request *req)
{
	struct virtio_blk *disk = bdev->private;
	unsigned long flags;

	if ((req->op == BLOCK_FLUSH && !(disk->dev->features & F_FLUSH)) ||
	    (req->op == BLOCK_WRITE && bdev->read_only) || req->nr_pages > BLOCK_MAX_PAGES) {
		flags = local_irq_save();
		block_end_request(req, req->op == BLOCK_FLUSH ? 0 : -EIO);
		local_irq_restore(flags);
		return;
	}
	spin_lock_irqsave(&disk->lock, flags);
	list_add_tail(&req->list, &disk->waiting);
	start_requests(disk);
	spin_unlock_irqrestore(&disk->lock, flags);
}

/* Move what has ended to a list, its result in error. Holds the lock. */
static void take_results(struct virtio_blk *disk, struct list_head *ended)
{
	struct blk_slot *slot;

	lock_assert_held(&disk->lock);
	while ((slot = virtqueue_get_used(disk->vq))) {
		slot->req->error = READ_ONCE(slot->status) ? -EIO : 0;
		list_add_tail(&slot->req->list, ended);
		slot->next_free = disk->free;
		disk->free = slot;
	}
}

static void virtio_blk_interrupt(void *data)
{
	struct virtio_blk *disk = data;
	struct block_request *req, *next;
	LIST_HEAD(ended);

	disk->dev->transport->interrupt_status(disk->dev);
	spin_lock(&disk->lock);
	take_results(disk, &ended);
	start_requests(disk);
	spin_unlock(&disk->lock);
	add_randomness(clock_ns());
	/* Whoever waits may submit again, or free the request. */
	list_for_each_entry_safe(req, next, &ended, list) {
		list_del(&req->list);
		block_end_request(req, req->error);
	}
}

static const struct block_device_operations virtio_blk_ops = {
	.submit = virtio_blk_submit,
};

static void init_bdev(struct virtio_blk *disk)
{
	struct virtio_device *dev = disk->dev;
	struct block_device *bdev = &disk->bdev;
	u64 low = dev->transport->read_config32(dev, CONFIG_CAPACITY);
	u64 high = dev->transport->read_config32(dev, CONFIG_CAPACITY + 4);
	unsigned int n = nr_disks++;

	snprintf(bdev->name, sizeof(bdev->name), "vd%c", 'a' + n);
	bdev->dev = DISK_MAJOR << 8 | n;
	bdev->nr_sectors = high << 32 | low;
	bdev->read_only = dev->features & F_READ_ONLY;
	bdev->ops = &virtio_blk_ops;
	bdev->private = disk;
}

void virtio_blk_probe(struct virtio_device *dev)
{
	struct virtio_blk *disk;

	if (nr_disks == MAX_DISKS || virtio_negotiate(dev, F_READ_ONLY | F_FLUSH))
		return;
	disk = kzalloc(sizeof(*disk), GFP_KERNEL);
	if (!disk)
		goto give_up;
	disk->dev = dev;
	spin_lock_init(&disk->lock, "virtio_blk", RANK_DEVICE);
	INIT_LIST_HEAD(&disk->waiting);
	for (unsigned int i = 0; i < NR_SLOTS; i++) {
		disk->slots[i].next_free = disk->free;
		disk->free = &disk->slots[i];
	}
	disk->vq = virtqueue_setup(dev, 0);
	if (disk->vq && virtqueue_free_slots(disk->vq) < BLOCK_MAX_PAGES + 2) {
		pr_err("virtio-blk: a queue of %u is too short\n", virtqueue_free_slots(disk->vq));
		goto free_disk; /* the largest request would wait for ever */
	}
	if (!disk->vq || request_irq(dev->irq, virtio_blk_interrupt, disk, "virtio-blk"))
		goto free_disk;
	virtio_ready(dev);
	init_bdev(disk);
	block_register(&disk->bdev);
	return;

free_disk:
	kfree(disk); /* the queue, if there is one, stays the device's */
give_up:
	virtio_give_up(dev);
}
