/*
 * Recovery: at mount, what the log holds goes home. Also the log's head, which says where the log
 * begins.
 *
 * Transactions are taken in order as long as they are whole: the right number in the record, and a
 * checksum that is right for all that it covers. The first that is not was being written when the
 * power went, or is a remnant; nothing after it was ever promised. Replaying what is home already
 * does no harm, so a power cut in the middle of recovery does none either. A mount that may not write
 * keeps what it replays in memory.
 */
#include "internal.h"

void log_make_head(struct dittofs_log_head *head, u64 sequence, u32 tail)
{
	head->magic = DITTOFS_LOG_MAGIC;
	head->sequence = sequence;
	head->tail = tail;
	head->reserved = 0;
	head->checksum = dittofs_checksum(0, head, offsetof(struct dittofs_log_head, checksum));
}

int log_write_head(struct ditto_sb *ds, u64 sequence, u32 tail)
{
	struct page *page = ds->log.head_page;
	int err;

	log_make_head(page_address(page), sequence, tail);
	err = block_rw_page(ds->bdev, BLOCK_WRITE, (u64)ds->geo.log_start * SECTORS_PER_BLOCK, page);
	return err ? err : block_flush(ds->bdev);
}

int log_read_head(struct ditto_sb *ds, u64 *sequence, u32 *tail)
{
	struct dittofs_log_head *head = page_address(ds->log.head_page);
	int err = block_rw_page(ds->bdev, BLOCK_READ, (u64)ds->geo.log_start * SECTORS_PER_BLOCK, ds->log.head_page);

	if (err)
		return err;
	if (head->magic != DITTOFS_LOG_MAGIC || head->tail >= ds->log.ring_size || !head->sequence ||
	    head->checksum != dittofs_checksum(0, head, offsetof(struct dittofs_log_head, checksum)))
		return ditto_corrupt(ds, "the log's head", ds->geo.log_start);
	*sequence = head->sequence;
	*tail = head->tail;
	return 0;
}

/* What never changes is not taken from the log: the superblock that led here is right. */
static void keep_geometry(struct ditto_sb *ds, u32 block, struct page *page)
{
	if (block == 0)
		memcpy(page_address(page), &ds->geo, offsetof(struct dittofs_super, orphans));
}

static int ring_read(struct ditto_sb *ds, u32 pos, struct page *page)
{
	u32 block = ds->log.ring_start + pos % ds->log.ring_size;

	return block_rw_page(ds->bdev, BLOCK_READ, (u64)block * SECTORS_PER_BLOCK, page);
}

/* May a block be in the log at all? Not the log itself. */
static bool target_ok(const struct ditto_sb *ds, u32 block)
{
	return block < ds->geo.nr_blocks && (block == 0 || block >= ds->geo.log_start + ds->geo.log_blocks);
}

/*
 * A mount that may not write: the block is held in memory as the log has it, and never read from its place.
 * page->private keeps the shrinker away.
 */
static int adopt(struct ditto_sb *ds, u32 block, struct page *contents)
{
	struct page *page = meta_new(ds, block);

	if (IS_ERR(page))
		return PTR_ERR(page);
	copy_page(page_address(page), page_address(contents));
	if (page->private)
		put_page(page); /* an earlier transaction had it, too */
	page->private = 1;
	return 0;
}

/* The record at pos is in ds->log.record: is the whole transaction there? 1, 0 or -EIO. */
static int transaction_whole(struct ditto_sb *ds, u32 pos, u64 sequence, struct page *scratch)
{
	struct dittofs_log_record *rec = page_address(ds->log.record);
	u64 expected, sum;
	int err;

	if (rec->magic != DITTOFS_LOG_MAGIC || rec->sequence != sequence || rec->count > DITTOFS_LOG_MAX ||
	    rec->count >= ds->log.ring_size)
		return 0;
	expected = rec->checksum;
	rec->checksum = 0;
	sum = dittofs_checksum(0, rec, sizeof(*rec));
	for (u32 i = 0; i < rec->count; i++) {
		if (!target_ok(ds, rec->block[i]))
			return 0;
		err = ring_read(ds, pos + 1 + i, scratch);
		if (err)
			return err;
		sum = dittofs_checksum(sum, page_address(scratch), DITTOFS_BLOCK_SIZE);
	}
	return sum == expected;
}

static int replay(struct ditto_sb *ds, u32 pos, struct page *scratch)
{
	struct dittofs_log_record *rec = page_address(ds->log.record);
	int err = 0;

	for (u32 i = 0; i < rec->count && !err; i++) {
		err = ring_read(ds, pos + 1 + i, scratch);
		keep_geometry(ds, rec->block[i], scratch);
		if (!err && ds->read_only)
			err = adopt(ds, rec->block[i], scratch);
		else if (!err)
			err = block_rw_page(ds->bdev, BLOCK_WRITE, (u64)rec->block[i] * SECTORS_PER_BLOCK, scratch);
	}
	return err;
}

int log_recover(struct ditto_sb *ds, unsigned int *replayed)
{
	struct log *log = &ds->log;
	struct dittofs_log_record *rec = page_address(log->record);
	struct page *scratch = alloc_page(GFP_KERNEL);
	int err;

	*replayed = 0;
	if (!scratch)
		return -ENOMEM;
	for (;;) {
		err = ring_read(ds, log->head, log->record);
		if (err)
			break;
		err = transaction_whole(ds, log->head, log->sequence, scratch);
		if (err <= 0)
			break;
		err = replay(ds, log->head, scratch);
		if (err)
			break;
		log->head = (log->head + 1 + rec->count) % log->ring_size;
		log->sequence++;
		++*replayed;
	}
	put_page(scratch);
	log->committed = log->sequence - 1;
	if (ds->read_only)
		return err;
	if (!err && *replayed)
		err = block_flush(ds->bdev);
	if (!err && *replayed)
		err = log_write_head(ds, log->sequence, log->head);
	return err;
}
