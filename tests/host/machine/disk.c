/*
 * The disk of the host machine. Requests wait in flight, and end in an order drawn by lot, at one of the
 * moments when somebody sleeps; a write can be read back as soon as it is handed over. Whoever records sees begin
 * and end of writes and flushes.
 */
#include "internal.h"
#include "machine.h"
#include <arch/irq.h>
#include <kernel/block.h>
#include <kernel/panic.h>
#include <kernel/page.h>
#include <kernel/string.h>
#include <kernel/task.h>
#include <kernel/cpu.h>

static char *base;
static const struct disk_events *events;
static LIST_HEAD(in_flight);
static unsigned int nr_in_flight, nr_requests;
static struct {
	unsigned int n, more;
} failing[3];

/* Shall this one fail? */
static bool fails(enum block_op op)
{
	if (!failing[op].n)
		return false;
	if (failing[op].n > 1) {
		failing[op].n--;
		return false;
	}
	if (!failing[op].more--)
		failing[op].n = 0;
	return true;
}

void disk_fail(int kind, unsigned int n, unsigned int more)
{
	failing[kind].n = n;
	failing[kind].more = more;
}

static void transfer(struct block_request *req)
{
	u32 block = req->sector / (DISK_BLOCK / SECTOR_SIZE);

	for (unsigned int i = 0; i < req->nr_pages; i++, block++) {
		char *place = base + (size_t)block * DISK_BLOCK;

		if (req->op == BLOCK_READ) {
			memcpy(page_address(req->pages[i]), place, DISK_BLOCK);
			continue;
		}
		memcpy(place, page_address(req->pages[i]), DISK_BLOCK);
		if (events)
			events->write(nr_requests, block, place);
	}
}

static void host_disk_submit(struct block_device *bdev, struct block_request *req)
{
	req->driver_data = (void *)(unsigned long)++nr_requests;
	req->error = fails(req->op) ? -EIO : 0;
	if (req->op == BLOCK_FLUSH && events)
		events->flush(nr_requests);
	if (!req->error)
		transfer(req);
	list_add_tail(&req->list, &in_flight);
	nr_in_flight++;
}

static struct block_request *draw(void)
{
	unsigned int n = machine_random() % nr_in_flight;
	struct block_request *req;

	list_for_each_entry(req, &in_flight, list)
		if (!n--)
			return req;
	panic("the disk has lost a request");
}

bool disk_end_one(void)
{
	struct block_request *req;
	struct cpu *cpu = this_cpu();
	unsigned long flags;

	if (!nr_in_flight || irqs_disabled())
		return false;
	req = draw();
	list_del(&req->list);
	nr_in_flight--;
	if (events && !req->error && req->op == BLOCK_FLUSH)
		events->flush_ended((unsigned long)req->driver_data);
	if (events && !req->error && req->op == BLOCK_WRITE)
		events->write_ended((unsigned long)req->driver_data);
	flags = local_irq_save();
	cpu->irq_depth++;
	block_end_request(req, req->error);
	cpu->irq_depth--;
	local_irq_restore(flags);
	return true;
}

static const struct block_device_operations host_disk_ops = { .submit = host_disk_submit };

static struct block_device host_disk = {
	.name = "host",
	.dev = 254 << 8,
	.ops = &host_disk_ops,
};

void disk_attach(void *memory, u32 nr_blocks, bool read_only)
{
	base = memory;
	host_disk.nr_sectors = (u64)nr_blocks * (DISK_BLOCK / SECTOR_SIZE);
	host_disk.read_only = read_only;
	if (!host_disk.list.next)
		block_register(&host_disk);
}

void disk_record(const struct disk_events *e)
{
	events = e;
}
