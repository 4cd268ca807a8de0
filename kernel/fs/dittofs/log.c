/*
 * The write-ahead log. What it promises, after a power cut at any moment:
 *
 *	- the file system can be mounted;
 *	- what fsync, sync or a clean power-off promised is there;
 *	- every other operation happened whole or not at all;
 *	- a file never shows what its blocks held before.
 *
 * A change of metadata belongs to an operation (log_begin ... log_end). Operations of all tasks
 * join the running transaction, which is a set of changed blocks. From time to time it is closed:
 * nobody may begin, those who have begun end, the blocks are copied, and the next transaction
 * begins. The copies then go
 *
 *	1  into the log's ring, behind a record that names them, with a checksum over all
 *	   (before that, the data of files that the transaction gave blocks to has arrived and is flushed);
 *	2  flush: the transaction is committed, fsync returns;
 *	3  home, to the blocks that they belong to.
 *
 * The log's head on the disk says where recovery begins. It is rewritten in step 3 of transaction T
 * to name T, because the flush of T also made the home writes of T - 1 last; that rewriting itself
 * lasts since the flush of T + 1. So when T is written, recovery may begin at T - 2, and the ring
 * has room for three transactions. And what T - 2 freed can be given out again after the flush of
 * T: no log that may still be replayed holds an old copy of such a block.
 *
 * An operation too large for one transaction is cut into steps, each of which leaves the file
 * system consistent; bmap_free() is the example.
 */
#include "internal.h"
#include <kernel/panic.h>

/* ---- Transfers ---- */

struct log_io {
	struct block_request req;
	struct log *log;
	bool home; /* pages[0] is a copy, pages[1] the page it was copied from: both are let go */
	unsigned int nr_pages;
	struct page *pages[];
};

/* No transaction is written after this. Any context. */
static void log_fail(struct log *log, int error)
{
	if (!__atomic_exchange_n(&log->error, error, __ATOMIC_RELAXED))
		pr_err("dittofs: %s: a write failed; changes are refused from now on\n",
		       container_of(log, struct ditto_sb, log)->bdev->name);
}

static void transfer_ended(struct log *log, int error)
{
	if (unlikely(error))
		log_fail(log, error);
	if (atomic_dec_and_test(&log->transfers))
		wake_up_all(&log->wait);
}

static void log_io_done(struct block_request *req)
{
	struct log_io *io = container_of(req, struct log_io, req);
	struct log *log = io->log;
	int error = req->error;

	if (io->home) {
		put_page(io->pages[0]);
		put_page(io->pages[1]);
	}
	kfree(io);
	transfer_ended(log, error);
}

/* Start writing n pages to consecutive blocks. home: n is 1, pages has two. */
static void start_write(struct ditto_sb *ds, u32 block, struct page **pages, unsigned int n, bool home)
{
	struct log *log = &ds->log;
	unsigned int nr = home ? 2 : n;
	struct log_io *io = kmalloc(sizeof(*io) + nr * sizeof(io->pages[0]), GFP_KERNEL | GFP_NOINJECT);
	struct block_request req = { .op = BLOCK_WRITE, .sector = (u64)block * SECTORS_PER_BLOCK, .nr_pages = n };

	atomic_inc(&log->transfers);
	if (likely(io)) {
		io->req = req;
		io->req.pages = io->pages;
		io->req.done = log_io_done;
		io->log = log;
		io->home = home;
		memcpy(io->pages, pages, nr * sizeof(pages[0]));
		block_submit(ds->bdev, &io->req);
		return;
	}
	/* No memory to wait elsewhere: wait here. */
	req.pages = pages;
	block_submit_and_wait(ds->bdev, &req);
	if (home) {
		put_page(pages[0]);
		put_page(pages[1]);
	}
	transfer_ended(log, req.error);
}

static void wait_for_transfers(struct log *log)
{
	wait_event(log->wait, !atomic_read(&log->transfers));
}

/* ---- Operations ---- */

int log_begin(struct log_op *op, struct ditto_sb *ds, unsigned int credits)
{
	struct log *log = &ds->log;
	u64 sequence;

	BUG_ON(credits > log->max_blocks);
	if (unlikely(ds->read_only))
		return -EROFS;
	spin_lock(&log->lock);
	for (;;) {
		if (unlikely(log->error)) {
			spin_unlock(&log->lock);
			return -EIO;
		}
		if (likely(!log->closing && log->nr_blocks + log->reserved + credits <= log->max_blocks))
			break;
		sequence = log->sequence;
		spin_unlock(&log->lock);
		if (READ_ONCE(log->closing))
			wait_event(log->wait, !READ_ONCE(log->closing));
		else
			log_commit(ds, sequence);
		spin_lock(&log->lock);
	}
	log->nr_ops++;
	log->reserved += credits;
	op->ds = ds;
	op->credits = credits;
	op->sequence = log->sequence;
	spin_unlock(&log->lock);
	/* Memory must not be looked for in a way that begins another operation. */
	op->outer = current->flags & PF_NOFS;
	current->flags |= PF_NOFS;
	return 0;
}

void log_end(struct log_op *op)
{
	struct log *log = &op->ds->log;
	bool wake;

	current->flags = (current->flags & ~PF_NOFS) | op->outer;
	spin_lock(&log->lock);
	log->reserved -= op->credits;
	wake = --log->nr_ops == 0 && log->closing;
	spin_unlock(&log->lock);
	if (wake)
		wake_up_all(&log->wait);
}

void log_dirty(struct log_op *op, struct page *page)
{
	struct log *log = &op->ds->log;
	bool first = false;

	/* Set by whoever put it into this transaction, which cannot close before op ends. */
	if (READ_ONCE(page->private))
		return;
	spin_lock(&log->lock);
	if (!page->private) {
		BUG_ON(!op->credits);
		op->credits--;
		log->reserved--;
		first = log->nr_blocks == 0;
		get_page(page);
		log->blocks[log->nr_blocks++] = page;
		WRITE_ONCE(page->private, 1);
	}
	spin_unlock(&log->lock);
	if (first)
		wake_up(&op->ds->flush_wait);
}

unsigned int log_data_begin(struct log_op *op)
{
	unsigned int slot = op->sequence & 1;

	atomic_inc(&op->ds->log.data_writes[slot]);
	WRITE_ONCE(op->ds->log.had_data[slot], true);
	return slot;
}

void log_data_end(struct ditto_sb *ds, unsigned int slot, int error)
{
	if (unlikely(error))
		log_fail(&ds->log, error);
	if (atomic_dec_and_test(&ds->log.data_writes[slot]))
		wake_up_all(&ds->log.wait);
}

/* ---- Commit ---- */

/*
 * Without memory for a copy the page itself is written, and nobody may change it until then.
 * False: that is so.
 */
static bool copy_block(struct log *log, unsigned int i)
{
	struct page *page = log->committing[i];
	struct page *copy = alloc_page(GFP_KERNEL | GFP_NOINJECT);

	if (likely(copy)) {
		copy_page(page_address(copy), page_address(page));
	} else {
		copy = page;
		get_page(page);
	}
	log->copies[i] = copy;
	/* The next transaction may take it, as soon as it may run. */
	WRITE_ONCE(page->private, 0);
	return copy != page;
}

static void open_transaction(struct log *log)
{
	spin_lock(&log->lock);
	log->closing = false;
	spin_unlock(&log->lock);
	wake_up_all(&log->wait);
}

/* The running transaction ends and becomes `committing`. False: the next one may not run yet. */
static bool close_transaction(struct log *log)
{
	struct page **blocks;
	bool copied = true;

	spin_lock(&log->lock);
	log->closing = true;
	spin_unlock(&log->lock);
	wait_event(log->wait, !READ_ONCE(log->nr_ops));

	spin_lock(&log->lock);
	blocks = log->blocks;
	log->blocks = log->committing;
	log->committing = blocks;
	log->nr_committing = log->nr_blocks;
	log->nr_blocks = 0;
	log->sequence++;
	spin_unlock(&log->lock);
	for (unsigned int i = 0; i < log->nr_committing; i++)
		copied &= copy_block(log, i);
	if (copied)
		open_transaction(log);
	return copied;
}

static void make_record(struct log *log, u64 sequence)
{
	struct dittofs_log_record *rec = page_address(log->record);
	u64 sum;

	memset(rec, 0, sizeof(*rec));
	rec->magic = DITTOFS_LOG_MAGIC;
	rec->sequence = sequence;
	rec->count = log->nr_committing;
	for (unsigned int i = 0; i < log->nr_committing; i++)
		rec->block[i] = log->committing[i]->index;
	sum = dittofs_checksum(0, rec, sizeof(*rec));
	for (unsigned int i = 0; i < log->nr_committing; i++)
		sum = dittofs_checksum(sum, page_address(log->copies[i]), DITTOFS_BLOCK_SIZE);
	rec->checksum = sum;
}

/* Step 1: record and copies, from log->head on, in as few transfers as the ring's end allows. */
static void write_to_ring(struct ditto_sb *ds)
{
	struct log *log = &ds->log;
	unsigned int done = 0, n;
	u32 pos = log->head;

	start_write(ds, log->ring_start + pos, &log->record, 1, false);
	pos = (pos + 1) % log->ring_size;
	while (done < log->nr_committing) {
		n = min(log->nr_committing - done, BLOCK_MAX_PAGES + 0u);
		n = min(n, log->ring_size - pos);
		start_write(ds, log->ring_start + pos, log->copies + done, n, false);
		pos = (pos + n) % log->ring_size;
		done += n;
	}
	log->head = pos;
}

/* Step 3. */
static void write_home(struct ditto_sb *ds)
{
	struct log *log = &ds->log;

	for (unsigned int i = 0; i < log->nr_committing; i++) {
		struct page *pages[2] = { log->copies[i], log->committing[i] };

		start_write(ds, log->committing[i]->index, pages, 1, true);
	}
	log->nr_committing = 0;
}

static void drop_transaction(struct log *log)
{
	for (unsigned int i = 0; i < log->nr_committing; i++) {
		put_page(log->copies[i]);
		put_page(log->committing[i]);
	}
	log->nr_committing = 0;
}

static void start_head_write(struct ditto_sb *ds, u64 sequence, u32 tail)
{
	log_make_head(page_address(ds->log.head_page), sequence, tail);
	start_write(ds, ds->geo.log_start, &ds->log.head_page, 1, false);
}

/* Data that the transaction's blocks were given to comes before it. */
static int wait_for_data(struct ditto_sb *ds, u64 sequence, bool had_data)
{
	struct log *log = &ds->log;

	wait_event(log->wait, !atomic_read(&log->data_writes[sequence & 1]));
	return had_data ? block_flush(ds->bdev) : 0;
}

/* Write the transaction that has just been closed. */
static int write_transaction(struct ditto_sb *ds, u64 sequence)
{
	struct log *log = &ds->log;
	u32 start = log->head;
	int err;

	err = wait_for_data(ds, sequence, log->had_data[sequence & 1]);
	log->had_data[sequence & 1] = false;
	wait_for_transfers(log); /* home writes of the one before; the record is free again */
	if (!err)
		err = log->error;
	if (!err) {
		make_record(log, sequence);
		write_to_ring(ds);
		wait_for_transfers(log);
		err = log->error;
	}
	if (!err)
		err = block_flush(ds->bdev);
	if (err) {
		log_fail(log, err);
		drop_transaction(log);
		return -EIO;
	}
	__atomic_store_n(&log->committed, sequence, __ATOMIC_RELEASE);
	balloc_release(ds, sequence - 2);
	start_head_write(ds, sequence, start);
	write_home(ds);
	return 0;
}

/* commit_lock is held. force: even if nothing has changed. */
static int commit_running(struct ditto_sb *ds, bool force)
{
	struct log *log = &ds->log;
	bool empty, copied;
	u64 sequence;
	int err;

	if (log->error)
		return -EIO;
	spin_lock(&log->lock);
	sequence = log->sequence;
	empty = !log->nr_blocks && !log->nr_ops;
	spin_unlock(&log->lock);
	if (empty && !force)
		return wait_for_data(ds, sequence, true);
	copied = close_transaction(log);
	err = write_transaction(ds, sequence);
	if (!copied) {
		wait_for_transfers(log);
		open_transaction(log);
	}
	return err;
}

static int commit(struct ditto_sb *ds, u64 sequence, bool force)
{
	struct log *log = &ds->log;
	unsigned int outer = current->flags & PF_NOFS;
	int err = 0;

	mutex_lock(&log->commit_lock);
	current->flags |= PF_NOFS;
	if (__atomic_load_n(&log->committed, __ATOMIC_ACQUIRE) < sequence || force)
		err = commit_running(ds, force);
	current->flags = (current->flags & ~PF_NOFS) | outer;
	mutex_unlock(&log->commit_lock);
	return err;
}

int log_commit(struct ditto_sb *ds, u64 sequence)
{
	/*
	 * A transaction that is not the running one has its committer at work, or done, under
	 * commit_lock.
	 */
	return commit(ds, sequence, false);
}

int log_commit_running(struct ditto_sb *ds, bool force)
{
	u64 sequence;

	spin_lock(&ds->log.lock);
	sequence = ds->log.sequence;
	spin_unlock(&ds->log.lock);
	return commit(ds, sequence, force);
}

int log_checkpoint(struct ditto_sb *ds)
{
	struct log *log = &ds->log;
	int err;

	if (ds->read_only)
		return 0;
	err = log_commit_running(ds, false);

	mutex_lock(&log->commit_lock);
	wait_for_transfers(log);
	if (!err)
		err = log->error;
	if (!err)
		err = block_flush(ds->bdev);
	/* The head may only name the running transaction: all before it are home. */
	if (!err)
		err = log_write_head(ds, log->committed + 1, log->head);
	mutex_unlock(&log->commit_lock);
	return err;
}

/* ---- Set-up ---- */

int log_init(struct ditto_sb *ds)
{
	struct log *log = &ds->log;
	unsigned int max;

	spin_lock_init(&log->lock, "log", RANK_MAPPING);
	init_waitqueue_head(&log->wait);
	mutex_init(&log->commit_lock, "commit", RANK_FSLOG);
	log->ring_start = ds->geo.log_start + 1;
	log->ring_size = ds->geo.log_blocks - 1;
	max = log->ring_size / LOG_GENERATIONS - 1;
	log->max_blocks = max < DITTOFS_LOG_MAX ? max : DITTOFS_LOG_MAX;
	log->blocks = kmalloc(log->max_blocks * sizeof(struct page *), GFP_KERNEL);
	log->committing = kmalloc(log->max_blocks * sizeof(struct page *), GFP_KERNEL);
	log->copies = kmalloc(log->max_blocks * sizeof(struct page *), GFP_KERNEL);
	log->record = alloc_page(GFP_KERNEL);
	log->head_page = alloc_page(GFP_KERNEL | GFP_ZERO);
	if (!log->blocks || !log->committing || !log->copies || !log->record || !log->head_page)
		return -ENOMEM;
	return log_read_head(ds, &log->sequence, &log->head);
}

void log_destroy(struct ditto_sb *ds)
{
	struct log *log = &ds->log;

	/* Only if it could not be written. */
	for (unsigned int i = 0; i < log->nr_blocks; i++)
		put_page(log->blocks[i]);
	kfree(log->blocks);
	kfree(log->committing);
	kfree(log->copies);
	if (log->record)
		put_page(log->record);
	if (log->head_page)
		put_page(log->head_page);
}
