/*
 * The block layer: the list of devices, and requests on their way to a driver. A request is checked
 * here, once, so that no driver has to.
 */
#include <kernel/block.h>
#include <kernel/completion.h>
#include <kernel/err.h>
#include <kernel/page.h>
#include <kernel/panic.h>
#include <kernel/printk.h>
#include <kernel/spinlock.h>
#include <kernel/string.h>

#define SECTORS_PER_PAGE (PAGE_SIZE >> SECTOR_SHIFT)

/* Devices come at boot and never go, so readers need no lock. */
static LIST_HEAD(devices);
static DEFINE_SPINLOCK(devices_lock, RANK_DEVICE);

void block_register(struct block_device *bdev)
{
	spin_lock(&devices_lock);
	list_add_tail(&bdev->list, &devices);
	spin_unlock(&devices_lock);
	pr_info("%s: %lu MiB\n", bdev->name, (unsigned long)(bdev->nr_sectors >> (20 - SECTOR_SHIFT)));
}

struct block_device *block_find(const char *name)
{
	struct block_device *bdev;

	list_for_each_entry(bdev, &devices, list)
		if (!strcmp(bdev->name, name))
			return bdev;
	return NULL;
}

struct block_device *block_find_dev(dev_t dev)
{
	struct block_device *bdev;

	list_for_each_entry(bdev, &devices, list)
		if (bdev->dev == dev)
			return bdev;
	return NULL;
}

struct block_device *block_nth(unsigned int n)
{
	struct block_device *bdev;

	list_for_each_entry(bdev, &devices, list)
		if (!n--)
			return bdev;
	return NULL;
}

static bool request_ok(const struct block_device *bdev, const struct block_request *req)
{
	u64 sectors = (u64)req->nr_pages * SECTORS_PER_PAGE;

	if (req->op == BLOCK_FLUSH)
		return req->nr_pages == 0;
	if (req->op == BLOCK_WRITE && bdev->read_only)
		return false;
	return req->nr_pages && req->nr_pages <= BLOCK_MAX_PAGES && sectors <= bdev->nr_sectors &&
	       req->sector <= bdev->nr_sectors - sectors;
}

void block_submit(struct block_device *bdev, struct block_request *req)
{
	req->bdev = bdev;
	if (likely(request_ok(bdev, req)))
		bdev->ops->submit(bdev, req);
	else
		block_end_request(req, -EIO);
}

void block_end_request(struct block_request *req, int error)
{
	req->error = error;
	req->done(req);
}

static void wake_waiter(struct block_request *req)
{
	complete(req->private);
}

int block_submit_and_wait(struct block_device *bdev, struct block_request *req)
{
	DECLARE_COMPLETION(done);

	req->done = wake_waiter;
	req->private = &done;
	block_submit(bdev, req);
	wait_for_completion(&done);
	return req->error;
}

int block_rw_page(struct block_device *bdev, enum block_op op, u64 sector, struct page *page)
{
	struct block_request req = { .op = op, .sector = sector, .nr_pages = 1, .pages = &page };

	return block_submit_and_wait(bdev, &req);
}

int block_flush(struct block_device *bdev)
{
	struct block_request req = { .op = BLOCK_FLUSH };

	return block_submit_and_wait(bdev, &req);
}
