/*
 * Pages of files, to and from the disk.
 *
 * page->private says where a page of a file belongs: a block number, 0 if nobody has looked yet, or
 * PROMISED: it is a hole that a write will fill, and blocks are reserved for it. It gets its block
 * when it is first written out; the operation that gives it one is not committed before the data
 * has arrived, so a file never shows what its block held before.
 *
 * In memory, a page is zero behind the end of the file. On the disk the last block need not be;
 * that is why a file that grows from the middle of a block first has that block written
 * (zero_tail).
 */
#include "internal.h"

#define PROMISED ~0ul

/* A transfer of neighbouring pages of one file. */
struct data_io {
	struct block_request req;
	struct ditto_sb *ds;
	unsigned int slot; /* writes: see log_data_begin() */
	bool fresh;	   /* writes: the blocks of some of the pages are new */
	unsigned int nr_pages;
	struct page *pages[BLOCK_MAX_PAGES];
};

static unsigned long pages_promised(unsigned long index)
{
	return index < DITTOFS_NR_DIRECT ? 1 : 3;
}

void count_blocks(struct ditto_inode *di)
{
	di->vfs.i_blocks = ((u64)READ_ONCE(di->blocks) + atomic_read(&di->promised)) * SECTORS_PER_BLOCK;
}

/* The page gets what it was promised, or will not need it any more. */
static void end_promise(struct ditto_inode *di, struct page *page)
{
	blocks_unreserve(DITTO_SB(di->vfs.i_sb), pages_promised(page->index));
	atomic_dec(&di->promised);
}

/* Zero what a page holds behind the end of the file. */
static void clear_tail(struct inode *inode, struct page *page)
{
	loff_t size = i_size_read(inode);
	loff_t start = (loff_t)page->index << PAGE_SHIFT;
	unsigned int keep = 0;

	if (size >= start + (loff_t)PAGE_SIZE)
		return;
	if (size > start)
		keep = size - start;
	memset((char *)page_address(page) + keep, 0, PAGE_SIZE - keep);
}

/* ---- Reading ---- */

static void read_done(struct block_request *req)
{
	struct data_io *io = container_of(req, struct data_io, req);

	for (unsigned int i = 0; i < io->nr_pages; i++) {
		clear_tail(io->pages[i]->mapping->host, io->pages[i]);
		page_end_read(io->pages[i], req->error);
	}
	kfree(io);
}

static void start_read(struct ditto_sb *ds, u32 block, struct page **pages, unsigned int n)
{
	struct data_io *io = kmalloc(sizeof(*io), GFP_KERNEL);

	if (!io) {
		for (unsigned int i = 0; i < n; i++)
			page_end_read(pages[i], -ENOMEM);
		return;
	}
	memset(&io->req, 0, sizeof(io->req));
	io->req.op = BLOCK_READ;
	io->req.sector = (u64)block * SECTORS_PER_BLOCK;
	io->req.nr_pages = io->nr_pages = n;
	io->req.pages = io->pages;
	io->req.done = read_done;
	memcpy(io->pages, pages, n * sizeof(pages[0]));
	block_submit(ds->bdev, &io->req);
}

/* Where a new page belongs, 0: a hole or behind the end; or -errno. */
static s64 locate(struct inode *inode, struct page *page)
{
	s64 block;

	if (((loff_t)page->index << PAGE_SHIFT) >= i_size_read(inode))
		return 0;
	block = bmap(DITTO_I(inode), page->index);
	if (block > 0 && !page->private)
		page->private = block;
	return block;
}

static void ditto_read_pages(struct address_space *mapping, struct page **pages, unsigned int n)
{
	struct inode *inode = mapping->host;
	struct ditto_sb *ds = DITTO_SB(inode->i_sb);
	unsigned int first = 0, run = 0; /* pages [first, first + run) lie one after the other */
	s64 run_block = 0, block;

	for (unsigned int i = 0; i < n; i++) {
		block = locate(inode, pages[i]);
		if (run && block == run_block + run) {
			run++;
			continue;
		}
		if (run)
			start_read(ds, run_block, pages + first, run);
		run = 0;
		if (block > 0) {
			first = i;
			run = 1;
			run_block = block;
		} else {
			clear_page(page_address(pages[i]));
			page_end_read(pages[i], block);
		}
	}
	if (run)
		start_read(ds, run_block, pages + first, run);
}

/* ---- Before a store ---- */

/* Fill a locked page from the disk, here and now. */
static int fill_page(struct ditto_sb *ds, struct inode *inode, struct page *page)
{
	int err = block_rw_page(ds->bdev, BLOCK_READ, (u64)page->private * SECTORS_PER_BLOCK, page);

	if (err)
		return err;
	clear_tail(inode, page);
	page_set_flag(page, PG_uptodate);
	return 0;
}

int zero_tail(struct inode *inode)
{
	unsigned long index = (u64)inode->i_size >> PAGE_SHIFT;
	struct page *page;
	s64 block = 0;

	if (!(inode->i_size & (PAGE_SIZE - 1)))
		return 0;
	block = bmap(DITTO_I(inode), index);
	if (block <= 0)
		return block; /* a hole, or the page waits for its block and is dirty anyway */
	page = read_mapping_page(&inode->i_data, index);
	if (IS_ERR(page))
		return PTR_ERR(page);
	lock_page(page);
	if (page->mapping == &inode->i_data)
		set_page_dirty(page);
	unlock_page(page);
	put_page(page);
	return 0;
}

static int promise_block(struct ditto_inode *di, struct page *page)
{
	struct ditto_sb *ds = DITTO_SB(di->vfs.i_sb);
	s64 block = 0;
	int err;

	/* Nothing lies behind the end of what is on the disk, unless it was put there beforehand. */
	if (((u64)page->index << PAGE_SHIFT) < di->disk_size || di->flags & DITTOFS_PREALLOC)
		block = bmap(di, page->index);
	if (block < 0)
		return block;
	if (!block) {
		err = blocks_reserve(ds, pages_promised(page->index));
		if (err)
			return err;
		atomic_inc(&di->promised);
		count_blocks(di);
	}
	page->private = block ? (unsigned long)block : PROMISED;
	return 0;
}

static int ditto_write_begin(struct address_space *mapping, struct page *page, unsigned int from, unsigned int to)
{
	struct inode *inode = mapping->host;
	struct ditto_inode *di = DITTO_I(inode);
	unsigned int outer = current->flags & PF_NOFS;
	char *data = page_address(page);
	int err = READ_ONCE(DITTO_SB(inode->i_sb)->log.error) ? -EIO : 0; /* nothing would take the page from here */

	current->flags |= PF_NOFS; /* a page is locked */
	if (unlikely(!err && (inode->i_size & (PAGE_SIZE - 1)) && page->index > (u64)inode->i_size >> PAGE_SHIFT))
		err = zero_tail(inode);
	if (!err && !page->private)
		err = promise_block(di, page);
	if (!err && !page_test_flag(page, PG_uptodate)) {
		if (page->private == PROMISED) {
			memset(data, 0, from);
			memset(data + to, 0, PAGE_SIZE - to);
		} else if (to - from < PAGE_SIZE) {
			err = fill_page(DITTO_SB(inode->i_sb), inode, page);
		}
	}
	current->flags = (current->flags & ~PF_NOFS) | outer;
	return err;
}

static void ditto_invalidate_page(struct address_space *mapping, struct page *page)
{
	if (page->private == PROMISED)
		end_promise(DITTO_I(mapping->host), page);
	page->private = 0;
}

void forget_pages(struct inode *inode, unsigned long first, unsigned long end)
{
	struct address_space *mapping = &inode->i_data;
	struct page *page;

	for (; (page = find_cached_page(mapping, &first)) && first < end; first++) {
		lock_page(page);
		if (page->mapping == mapping) {
			wait_on_page_writeback(page);
			page_cancel_dirty(page);
			clear_page(page_address(page));
			page_set_flag(page, PG_uptodate);
			if (bmap(DITTO_I(inode), first) > 0)
				set_page_dirty(page); /* it got a block meanwhile */
			else
				ditto_invalidate_page(mapping, page);
		}
		unlock_page(page);
		put_page(page);
	}
	if (page)
		put_page(page);
}

/* ---- Writing ---- */

static void write_done(struct block_request *req)
{
	struct data_io *io = container_of(req, struct data_io, req);

	/* The file system stays as long as a page of it is under way. */
	log_data_end(io->ds, io->slot, io->fresh ? req->error : 0);
	for (unsigned int i = 0; i < io->nr_pages; i++)
		page_end_write(io->pages[i], req->error);
	kfree(io);
}

/* One call of write_pages: the operation that it is in, and the run of pages that comes next. */
struct writer {
	struct log_op op;
	struct inode *inode;
	struct data_io *io;    /* NULL: no run is being gathered */
	struct data_io *spare; /* for the next run */
};

static void submit_run(struct writer *w)
{
	struct data_io *io = w->io;

	w->io = NULL;
	if (!io)
		return;
	io->req.nr_pages = io->nr_pages;
	io->slot = log_data_begin(&w->op);
	block_submit(io->ds->bdev, &io->req);
}

/* Whatever block the next page gets, it can be written. */
static bool prepare_run(struct writer *w)
{
	if (!w->spare)
		w->spare = kmalloc(sizeof(*w->spare), GFP_KERNEL | GFP_NOINJECT);
	return w->spare;
}

/* Room for one more page that belongs to block. */
static void extend_run(struct writer *w, u32 block)
{
	struct data_io *io = w->io;
	u64 sector = (u64)block * SECTORS_PER_BLOCK;

	if (io && io->nr_pages < BLOCK_MAX_PAGES && sector == io->req.sector + io->nr_pages * SECTORS_PER_BLOCK)
		return;
	submit_run(w);
	io = w->spare;
	w->spare = NULL;
	memset(&io->req, 0, sizeof(io->req));
	io->req.op = BLOCK_WRITE;
	io->req.sector = sector;
	io->req.pages = io->pages;
	io->req.done = write_done;
	io->ds = w->op.ds;
	io->fresh = false;
	io->nr_pages = 0;
	w->io = io;
}

/*
 * A locked page gets its block if it has none, and the file's size on the disk will cover it. -EAGAIN: the file has
 * become shorter, the page is about to be cut off. The size moves under map_lock, so that whoever moves it
 * knows of all blocks behind it.
 */
static int place_page(struct writer *w, struct page *page, bool *fresh)
{
	struct ditto_inode *di = DITTO_I(w->inode);
	bool promised = page->private == PROMISED;
	u64 start = (u64)page->index << PAGE_SHIFT, size;
	s64 block = page->private;

	*fresh = false;
	mutex_lock(&di->map_lock);
	size = i_size_read(w->inode);
	if (start >= size)
		block = -EAGAIN;
	else if (!block || promised)
		block = bmap_alloc(&w->op, di, page->index, promised, fresh);
	if (block >= 0 && di->disk_size < min(start + PAGE_SIZE, size))
		di->disk_size = min(start + PAGE_SIZE, size);
	mutex_unlock(&di->map_lock);
	if (block < 0)
		return block;
	if (promised)
		end_promise(di, page);
	page->private = block;
	return 0;
}

/*
 * A page that cannot be written is dropped, and whoever waits for the file learns of it; without
 * memory it stays dirty.
 */
static int write_page(struct writer *w, struct page *page)
{
	bool fresh;
	int err;

	wait_on_page_writeback(page);
	if (!page_test_flag(page, PG_dirty))
		return 0; /* another was faster */
	if (!prepare_run(w))
		return -ENOMEM;
	err = place_page(w, page, &fresh);
	if (err == -EAGAIN)
		return 0;
	if (err == -ENOMEM)
		return err;
	clear_tail(w->inode, page);
	page_start_write(page);
	if (err) {
		page_end_write(page, err);
		return err;
	}
	extend_run(w, page->private);
	w->io->pages[w->io->nr_pages++] = page;
	w->io->fresh |= fresh;
	return 0;
}

#define WRITE_CREDITS 40

/*
 * Pages from *index on until last, as many as one operation can hold; *index is then where to go
 * on.
 */
static int write_some(struct writer *w, unsigned long *index, unsigned long last)
{
	struct address_space *mapping = &w->inode->i_data;
	struct page *page;
	int err, first_err = 0;

	err = log_begin(&w->op, DITTO_SB(w->inode->i_sb), WRITE_CREDITS);
	if (err)
		return err;
	while (w->op.credits >= BMAP_CREDITS + 4) {
		page = find_dirty_page(mapping, index);
		if (!page || *index > last) {
			if (page)
				put_page(page);
			*index = ~0ul;
			break;
		}
		if (!trylock_page(page)) {
			submit_run(w); /* who holds it may wait for what we have gathered */
			lock_page(page);
		}
		err = page->mapping == mapping ? write_page(w, page) : 0;
		unlock_page(page);
		put_page(page);
		first_err = first_err ? first_err : err;
		++*index;
	}
	submit_run(w);
	inode_write(&w->op, w->inode);
	log_end(&w->op);
	return first_err;
}

static int ditto_write_pages(struct address_space *mapping, unsigned long first, unsigned long last)
{
	struct writer w = { .inode = mapping->host };
	unsigned long index = first;
	int err, first_err = 0;

	do {
		err = write_some(&w, &index, last);
		if (err && !first_err)
			first_err = err;
		cond_resched();
	} while (index != ~0ul && err != -EIO && READ_ONCE(mapping->nrdirty));
	kfree(w.spare);
	return first_err;
}

const struct address_space_operations ditto_aops = {
	.read_pages = ditto_read_pages,
	.write_begin = ditto_write_begin,
	.write_pages = ditto_write_pages,
	.invalidate_page = ditto_invalidate_page,
};
