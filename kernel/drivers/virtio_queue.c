/*
 * Split virtqueues, the same for every transport. Three arrays in memory that driver and device share:
 *
 *	desc	buffers; a chain of them is one request
 *	avail	ring of chains' first descriptors, driver to device
 *	used	ring of the same, device to driver
 *
 * The indices of both rings count for ever, modulo 2^16. Each side publishes an entry by raising its
 * index after the entry is written.
 */
#include <asm/barrier.h>
#include <kernel/page_alloc.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/virtio.h>

#define MAX_SIZE 256 /* descriptors; a power of two */

#define DESC_NEXT      1
#define DESC_WRITE     2 /* by the device */
#define USED_NO_NOTIFY 1

struct desc {
	u64 addr;
	u32 len;
	u16 flags;
	u16 next;
};

struct avail_ring {
	u16 flags;
	u16 index;
	u16 ring[MAX_SIZE];
};

struct used_ring {
	u16 flags;
	u16 index;
	struct {
		u32 id;
		u32 len;
	} ring[MAX_SIZE];
};

/* As the device sees them. */
struct shared {
	struct desc desc[MAX_SIZE];
	struct avail_ring avail;
	struct used_ring used __aligned(4);
};
static_assert(sizeof(struct desc) == 16 && offsetof(struct shared, used) % 4 == 0, "virtio layout");

struct virtqueue {
	struct virtio_device *dev;
	unsigned int index;
	unsigned int size; /* descriptors, a power of two */
	unsigned int free_slots;
	u16 free_head;	 /* free descriptors are linked by next */
	u16 avail_index; /* ours; the device learns it from virtqueue_kick() */
	u16 used_index;	 /* up to where the used ring has been read */
	struct shared *shared;
	void *cookies[MAX_SIZE]; /* by a chain's first descriptor */
};

struct virtqueue *virtqueue_setup(struct virtio_device *dev, unsigned int index)
{
	unsigned int size = min(dev->transport->queue_max(dev, index), (unsigned int)MAX_SIZE);
	struct virtqueue *vq;
	struct virtqueue_addresses where;

	/* Of a size that is no power of two the largest power below serves as well. */
	while (size & (size - 1))
		size &= size - 1;
	if (!size)
		return NULL;
	vq = kzalloc(sizeof(*vq), GFP_KERNEL);
	if (!vq)
		return NULL;
	vq->shared = kzalloc(sizeof(*vq->shared), GFP_KERNEL);
	if (!vq->shared)
		goto free_vq;
	vq->dev = dev;
	vq->index = index;
	vq->size = size;
	vq->free_slots = size;
	for (unsigned int i = 0; i < size; i++)
		vq->shared->desc[i].next = i + 1;
	where.desc = virt_to_phys(vq->shared->desc);
	where.avail = virt_to_phys(&vq->shared->avail);
	where.used = virt_to_phys(&vq->shared->used);
	dev->transport->queue_enable(dev, index, size, &where);
	return vq;

free_vq:
	kfree(vq);
	return NULL;
}

unsigned int virtqueue_free_slots(const struct virtqueue *vq)
{
	return vq->free_slots;
}

void virtqueue_add(struct virtqueue *vq, const struct virtqueue_buffer *buffers, unsigned int nr_out,
		   unsigned int nr_in, void *cookie)
{
	struct desc *desc = vq->shared->desc;
	unsigned int nr = nr_out + nr_in;
	u16 head = vq->free_head, slot = head, last = head;

	for (unsigned int i = 0; i < nr; i++) {
		desc[slot].addr = buffers[i].addr;
		desc[slot].len = buffers[i].len;
		desc[slot].flags = DESC_NEXT | (i >= nr_out ? DESC_WRITE : 0);
		last = slot;
		slot = desc[slot].next;
	}
	desc[last].flags &= ~DESC_NEXT;
	vq->free_head = slot;
	vq->free_slots -= nr;
	vq->cookies[head] = cookie;
	vq->shared->avail.ring[vq->avail_index++ & (vq->size - 1)] = head;
}

void virtqueue_kick(struct virtqueue *vq)
{
	struct shared *shared = vq->shared;

	smp_wmb();
	WRITE_ONCE(shared->avail.index, vq->avail_index);
	/* The device sets its flag and then looks at the index; we do it the other way round. */
	smp_mb();
	if (!(READ_ONCE(shared->used.flags) & USED_NO_NOTIFY)) {
		io_mb();
		vq->dev->transport->notify(vq->dev, vq->index);
	}
}

/* The chain's descriptors go to the head of the free ones. */
static void free_chain(struct virtqueue *vq, u16 head)
{
	struct desc *desc = vq->shared->desc;
	u16 last = head;

	vq->free_slots++;
	while (desc[last].flags & DESC_NEXT) {
		last = desc[last].next;
		vq->free_slots++;
	}
	desc[last].next = vq->free_head;
	vq->free_head = head;
}

void *virtqueue_get_used(struct virtqueue *vq)
{
	struct used_ring *used = &vq->shared->used;
	void *cookie;
	u32 head;

	if (READ_ONCE(used->index) == vq->used_index)
		return NULL;
	smp_rmb();
	head = used->ring[vq->used_index++ & (vq->size - 1)].id;
	if (head >= vq->size || !vq->cookies[head])
		return NULL; /* the device is confused */
	cookie = vq->cookies[head];
	vq->cookies[head] = NULL;
	free_chain(vq, head);
	return cookie;
}
