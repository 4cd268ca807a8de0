/*
 * Block devices: whole pages to and from a disk, several requests in flight, nobody spins.
 *
 * Who wants a transfer fills a struct block_request and submits it; the driver queues it and
 * returns at once. When the device has answered, the driver calls block_end_request(), from its
 * interrupt handler, and that calls the request's done(). A request belongs to the driver from
 * submit to done.
 *
 * Requests that are in flight together may be carried out in any order. What must lie on the disk
 * before something else is written is waited for, and then made to last with a BLOCK_FLUSH.
 */
#ifndef KERNEL_BLOCK_H
#define KERNEL_BLOCK_H

#include <kernel/compiler.h>
#include <kernel/list.h>
#include <kernel/types.h>

#define SECTOR_SHIFT 9
#define SECTOR_SIZE  (1u << SECTOR_SHIFT)

/* Pages in one request at most: 128 KiB, which is also how far read-ahead looks. */
#define BLOCK_MAX_PAGES 32

struct block_device;
struct page;

enum block_op {
	BLOCK_READ,
	BLOCK_WRITE,
	BLOCK_FLUSH, /* all writes that have ended before this is submitted outlive a power cut */
};

struct block_request {
	enum block_op op;
	u64 sector;	       /* first sector */
	unsigned int nr_pages; /* whole pages, one after the other on the disk; 0 for a flush */
	struct page **pages;   /* the caller's array, which stays until done() */
	int error;	       /* on done(): 0 or -EIO */
	/* The transfer has ended, well or not. Interrupt context: may not sleep. The request may be
	 * freed or submitted again in here. */
	void (*done)(struct block_request *req);
	void *private; /* the caller's */

	struct block_device *bdev; /* set by block_submit() */
	struct list_head list;	   /* the driver's, from submit to done */
	void *driver_data;	   /* likewise */
};

struct block_device_operations {
	/*
	 * Start req, or queue it inside the driver until the device has room. Any context but
	 * interrupt handlers of other devices; never sleeps, never fails: what cannot be done ends
	 * with block_end_request(req, -EIO). Requests are checked: they lie within the device, and
	 * a flush has no pages. A device without a volatile cache ends a flush at once.
	 */
	void (*submit)(struct block_device *bdev, struct block_request *req);
};

struct block_device {
	char name[16];	/* "vda" */
	dev_t dev;	/* number for /dev and st_rdev */
	u64 nr_sectors; /* of 512 bytes */
	bool read_only;
	const struct block_device_operations *ops;
	void *private;	       /* the driver's */
	struct list_head list; /* all devices, oldest first */
};

/* The driver: make bdev known, for ever. Its fields up to private are filled in. */
void block_register(struct block_device *bdev);
/* The driver: req has ended. Any context, interrupts off. */
void block_end_request(struct block_request *req, int error);

/* By name, by number, or the n-th from 0; NULL if there is none. */
struct block_device *block_find(const char *name);
struct block_device *block_find_dev(dev_t dev);
struct block_device *block_nth(unsigned int n);

/* Hand req to its device; done() follows, perhaps before this returns. */
void block_submit(struct block_device *bdev, struct block_request *req);
/* The same, and sleep until it has ended; done and private are overwritten. 0 or -EIO. */
int block_submit_and_wait(struct block_device *bdev, struct block_request *req);
/* One page, synchronously. 0 or -EIO. */
int __must_check block_rw_page(struct block_device *bdev, enum block_op op, u64 sector, struct page *page);
int __must_check block_flush(struct block_device *bdev);

#endif
