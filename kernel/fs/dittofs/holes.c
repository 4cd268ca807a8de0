/*
 * Holes: making them, filling them, finding them.
 *
 * fallocate() fills holes with blocks that hold zeroes on the disk, so a block is always what the file shows. Behind
 * the end of the file such blocks are allowed once the inode says DITTOFS_PREALLOC; cutting the file
 * frees them.
 */
#include "internal.h"
#include <abi/fcntl.h>

#define PAGE_ALIGN_64(n) (((u64)(n) + PAGE_SIZE - 1) & ~(u64)(PAGE_SIZE - 1))

/* ---- Zeroes ---- */

static bool is_clean_hole(struct inode *inode, unsigned long index)
{
	struct page *page = find_get_page(&inode->i_data, index);
	bool dirty = page && page_test_flag(page, PG_dirty);

	if (page)
		put_page(page);
	return !dirty && !bmap(DITTO_I(inode), index);
}

/* Bytes [from, to) of a page become zero, as if they were written. A hole stays one. */
static int zero_in_page(struct inode *inode, unsigned long index, unsigned int from, unsigned int to)
{
	struct address_space *mapping = &inode->i_data;
	struct page *page;
	int err;

	if (from == to || is_clean_hole(inode, index))
		return 0;
	page = grab_page(mapping, index);
	if (!page)
		return -ENOMEM;
	err = mapping->a_ops->write_begin(mapping, page, from, to);
	if (!err) {
		memset((char *)page_address(page) + from, 0, to - from);
		page_set_flag(page, PG_uptodate);
		set_page_dirty(page);
	}
	unlock_page(page);
	put_page(page);
	return err;
}

struct zero_io {
	struct block_request req;
	struct inode *inode;
	unsigned int slot; /* see log_data_begin() */
	struct page *page;
};

static void zeroes_written(struct block_request *req)
{
	struct zero_io *io = container_of(req, struct zero_io, req);

	log_data_end(DITTO_SB(io->inode->i_sb), io->slot, req->error);
	filemap_end_write(&io->inode->i_data, req->error);
	kfree(io);
}

static void write_zeroes(struct log_op *op, struct zero_io *io, struct inode *inode, u32 block)
{
	io->req.op = BLOCK_WRITE;
	io->req.sector = (u64)block * SECTORS_PER_BLOCK;
	io->req.nr_pages = 1;
	io->req.pages = &io->page;
	io->req.done = zeroes_written;
	io->page = zero_page;
	io->inode = inode;
	io->slot = log_data_begin(op);
	filemap_begin_write(&inode->i_data);
	block_submit(op->ds->bdev, &io->req);
}

/* ---- fallocate ---- */

/* The block at index, filled with zeroes before op's transaction is committed, if there was a hole. */
static int fill_hole(struct log_op *op, struct inode *inode, unsigned long index)
{
	struct ditto_inode *di = DITTO_I(inode);
	struct zero_io *io = kzalloc(sizeof(*io), GFP_KERNEL);
	bool fresh;
	s64 block;

	if (!io)
		return -ENOMEM;
	mutex_lock(&di->map_lock);
	block = bmap_alloc(op, di, index, false, &fresh);
	if (block > 0 && (u64)index << PAGE_SHIFT >= di->disk_size)
		di->flags |= DITTOFS_PREALLOC;
	mutex_unlock(&di->map_lock);
	if (block > 0 && fresh)
		write_zeroes(op, io, inode, block);
	else
		kfree(io);
	return block < 0 ? block : 0;
}

/* As many pages as an operation can hold; *index is then where to go on. */
static int allocate_some(struct inode *inode, unsigned long *index, unsigned long end)
{
	struct log_op op;
	int err = log_begin(&op, DITTO_SB(inode->i_sb), 4 * BMAP_CREDITS);

	if (err)
		return err;
	while (*index < end && op.credits >= BMAP_CREDITS + 2) {
		err = fill_hole(&op, inode, *index);
		if (err)
			break;
		++*index;
	}
	inode_write(&op, inode);
	log_end(&op);
	return err;
}

static int allocate(struct inode *inode, loff_t off, loff_t end, bool keep_size)
{
	struct ditto_sb *ds = DITTO_SB(inode->i_sb);
	unsigned long index = (u64)off >> PAGE_SHIFT, last = (u64)(end - 1) >> PAGE_SHIFT;
	/* Pages that are promised a block get it, so that what is found to be a hole is one. */
	int err = filemap_write(&inode->i_data, index, last);

	while (!err && index <= last) {
		err = allocate_some(inode, &index, last + 1);
		filemap_wait_writeback(&inode->i_data); /* nobody may write to the blocks before that */
		if (err == -ENOSPC && make_room(ds))
			err = 0;
		cond_resched();
	}
	if (err || keep_size || end <= inode->i_size)
		return err;
	return ditto_grow(inode, end);
}

/* The file does not change its size; what lies in [off, end) is zero, whole blocks of it are free. */
static int punch(struct inode *inode, loff_t off, loff_t end)
{
	unsigned long first = size_in_pages(off), last;
	unsigned int head = off & (PAGE_SIZE - 1), tail;
	int err = 0;

	end = min(end, (loff_t)PAGE_ALIGN_64(inode->i_size));
	if (off >= end)
		return 0;
	last = (u64)end >> PAGE_SHIFT;
	tail = end & (PAGE_SIZE - 1);
	if (first > last) /* both ends lie in one page */
		return zero_in_page(inode, last, head, tail);
	if (head)
		err = zero_in_page(inode, first - 1, head, PAGE_SIZE);
	if (!err)
		err = zero_in_page(inode, last, 0, tail);
	if (!err && first < last)
		err = bmap_free(DITTO_I(inode), first, last, true);
	return err;
}

int ditto_fallocate(struct inode *inode, int mode, loff_t off, loff_t len)
{
	bool keep_size = mode & FALLOC_FL_KEEP_SIZE;
	int err;

	if (mode & FALLOC_FL_PUNCH_HOLE)
		err = punch(inode, off, off + len);
	else
		err = allocate(inode, off, off + len, keep_size);
	inode->i_mtime = inode->i_ctime = current_time_ns();
	mark_inode_dirty(inode);
	return err;
}

/* ---- lseek ---- */

/* What is not on the disk yet gets its blocks first: then they alone tell data from holes. */
static s64 find_change(struct inode *inode, unsigned long index, unsigned long end, bool hole)
{
	int err = filemap_write(&inode->i_data, index, ~0ul);

	if (err)
		return err;
	while (index < end) {
		s64 holes = bmap_holes(DITTO_I(inode), index);

		if (holes < 0)
			return holes;
		if (hole ? holes > 0 : !holes)
			return index;
		index += holes ? (unsigned long)holes : 1;
	}
	return end;
}

loff_t ditto_llseek(struct file *file, loff_t offset, int whence)
{
	return llseek_with_holes(file, offset, whence, find_change);
}
