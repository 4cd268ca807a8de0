/*
 * Where a file's blocks are: 38 numbers in the inode, then blocks of 1024 numbers, one behind
 * `indirect` and up to 1024 behind the one behind `dindirect`. 0 is a hole.
 *
 * Looking up takes no lock. It is done for pages that are locked and before the end of the file:
 * blocks of such pages are not taken away meanwhile, and one that is being given to the page is
 * given by its locker.
 */
#include "internal.h"

#define PTRS DITTOFS_PTRS_PER_BLOCK

static s64 checked(struct ditto_sb *ds, u32 block)
{
	if (likely(!block || block_valid(ds, block)))
		return block;
	return ditto_corrupt(ds, "a file's block is none", block);
}

/* The n-th number of a block of them. */
static s64 read_ptr(struct ditto_sb *ds, s64 block, unsigned int n)
{
	struct page *page;
	u32 ptr;

	if (block <= 0)
		return block;
	page = meta_read(ds, block);
	if (IS_ERR(page))
		return PTR_ERR(page);
	ptr = READ_ONCE(((u32 *)page_address(page))[n]);
	put_page(page);
	return checked(ds, ptr);
}

s64 bmap(struct ditto_inode *di, unsigned long index)
{
	struct ditto_sb *ds = DITTO_SB(di->vfs.i_sb);
	s64 block;

	if (index < DITTOFS_NR_DIRECT)
		return checked(ds, READ_ONCE(di->direct[index]));
	index -= DITTOFS_NR_DIRECT;
	if (index < PTRS)
		return read_ptr(ds, checked(ds, READ_ONCE(di->indirect)), index);
	index -= PTRS;
	if (index >= (unsigned long)PTRS * PTRS)
		return 0;
	block = read_ptr(ds, checked(ds, READ_ONCE(di->dindirect)), index / PTRS);
	return read_ptr(ds, block, index % PTRS);
}

/* The n-th number of a block of them is a block of numbers: how many holes begin at place m of what is behind it. */
static s64 holes_behind(struct ditto_sb *ds, s64 block, unsigned int m)
{
	if (block < 0)
		return block;
	if (!block)
		return PTRS - m;
	block = read_ptr(ds, block, m);
	return block < 0 ? block : !block;
}

s64 bmap_holes(struct ditto_inode *di, unsigned long index)
{
	struct ditto_sb *ds = DITTO_SB(di->vfs.i_sb);
	s64 block;

	if (index < DITTOFS_NR_DIRECT)
		return !READ_ONCE(di->direct[index]);
	index -= DITTOFS_NR_DIRECT;
	if (index < PTRS)
		return holes_behind(ds, checked(ds, READ_ONCE(di->indirect)), index);
	index -= PTRS;
	block = checked(ds, READ_ONCE(di->dindirect));
	if (!block)
		return (unsigned long)PTRS * PTRS - index;
	return holes_behind(ds, read_ptr(ds, block, index / PTRS), index % PTRS);
}

/* ---- Allocation ---- */

/* Fill *slot if it is a hole. 1: done; the slot's holder has changed. 0: there was a block. */
static int fill_slot(struct log_op *op, struct ditto_inode *di, u32 *slot, bool reserved)
{
	u32 block;

	if (*slot)
		return 0;
	block = block_alloc(op, di->last_block ? di->last_block + 1 : 0, reserved);
	if (!block)
		return -ENOSPC;
	di->last_block = block;
	di->blocks++;
	WRITE_ONCE(*slot, block);
	return 1;
}

/* The block of numbers that *slot names, made if there is none; its page, or ERR_PTR. */
static struct page *ptr_block(struct log_op *op, struct ditto_inode *di, u32 *slot, bool reserved, bool *made)
{
	struct page *page;
	s64 block;
	int ret;

	block = checked(op->ds, *slot);
	*made = false;
	if (block < 0)
		return ERR_PTR(block);
	if (block)
		return meta_read(op->ds, block);
	/* Cleared before it can be seen. */
	u32 fresh = 0;

	ret = fill_slot(op, di, &fresh, reserved);
	if (ret < 0)
		return ERR_PTR(ret);
	page = meta_new(op->ds, fresh);
	if (IS_ERR(page)) {
		block_free(op, fresh);
		di->blocks--;
		return page;
	}
	log_dirty(op, page);
	WRITE_ONCE(*slot, fresh);
	*made = true;
	return page;
}

/* The data block in slot n of the block of numbers behind *slot. */
static s64 alloc_behind(struct log_op *op, struct ditto_inode *di, u32 *slot, unsigned int n, bool reserved,
			bool *fresh, bool *made)
{
	struct page *page = ptr_block(op, di, slot, reserved, made);
	u32 *ptrs;
	s64 block;
	int ret;

	if (IS_ERR(page))
		return PTR_ERR(page);
	ptrs = page_address(page);
	ret = fill_slot(op, di, &ptrs[n], reserved);
	if (ret > 0)
		log_dirty(op, page);
	*fresh = ret > 0;
	block = ret < 0 ? ret : checked(op->ds, ptrs[n]);
	put_page(page);
	return block;
}

s64 bmap_alloc(struct log_op *op, struct ditto_inode *di, unsigned long index, bool reserved, bool *fresh)
{
	struct page *page;
	bool made;
	s64 block;
	int ret;

	lock_assert_held(&di->map_lock);
	*fresh = false;
	if (index < DITTOFS_NR_DIRECT) {
		ret = fill_slot(op, di, &di->direct[index], reserved);
		*fresh = ret > 0;
		return ret < 0 ? ret : checked(op->ds, di->direct[index]);
	}
	index -= DITTOFS_NR_DIRECT;
	if (index < PTRS)
		return alloc_behind(op, di, &di->indirect, index, reserved, fresh, &made);
	index -= PTRS;
	if (index >= (unsigned long)PTRS * PTRS)
		return -EFBIG;
	page = ptr_block(op, di, &di->dindirect, reserved, &made);
	if (IS_ERR(page))
		return PTR_ERR(page);
	block = alloc_behind(op, di, (u32 *)page_address(page) + index / PTRS, index % PTRS, reserved, fresh, &made);
	if (made)
		log_dirty(op, page);
	put_page(page);
	return block;
}

/* ---- Freeing ---- */

#define TRUNCATE_CREDITS 32
#define STEP_BLOCKS	 2048 /* at most, so that nobody waits too long for the operation's end */

struct step {
	struct log_op op;
	unsigned int freed;
};

/* A bitmap block and blocks of numbers may still have to be changed for the next one. */
static bool step_full(const struct step *step)
{
	return step->op.credits < 6 || step->freed >= STEP_BLOCKS;
}

static void free_slot(struct step *step, struct ditto_inode *di, u32 *slot)
{
	if (checked(step->op.ds, *slot) > 0)
		block_free(&step->op, *slot);
	WRITE_ONCE(*slot, 0);
	if (di->blocks)
		di->blocks--;
	step->freed++;
}

/*
 * Free the data blocks [from, to) of those behind *slot, and if these are all, the block of numbers itself.
 * depth 0: *slot is a data block. -EAGAIN: the step is full; nothing is lost, call again.
 */
static int free_branch(struct step *step, struct ditto_inode *di, u32 *slot, unsigned long from, unsigned long to,
		       unsigned int depth)
{
	unsigned long span = depth > 1 ? PTRS : 1; /* data blocks behind one of the numbers */
	struct page *page;
	u32 *ptrs;
	int err = 0;

	if (!*slot || from >= to)
		return 0;
	if (step_full(step))
		return -EAGAIN;
	if (!depth || checked(step->op.ds, *slot) < 0) {
		free_slot(step, di, slot);
		return 0;
	}
	page = meta_read(step->op.ds, *slot);
	if (IS_ERR(page))
		return PTR_ERR(page);
	ptrs = page_address(page);
	for (unsigned int n = from / span; n < PTRS && n * span < to && !err; n++) {
		u32 before = ptrs[n];

		if (!before)
			continue;
		err = free_branch(step, di, &ptrs[n], n == from / span ? from % span : 0, to - n * span, depth - 1);
		if (ptrs[n] != before)
			log_dirty(&step->op, page);
	}
	put_page(page);
	if (!err && from == 0 && to >= span * PTRS) {
		if (step_full(step))
			return -EAGAIN;
		free_slot(step, di, slot);
	}
	return err;
}

/* How far index is into a part of the file that begins at base. */
static unsigned long into(unsigned long index, unsigned long base)
{
	return index > base ? index - base : 0;
}

static int free_range(struct step *step, struct ditto_inode *di, unsigned long first, unsigned long end)
{
	const unsigned long second = DITTOFS_NR_DIRECT + PTRS;
	int err = 0;

	for (unsigned long n = first; n < DITTOFS_NR_DIRECT && n < end && !err; n++)
		err = free_branch(step, di, &di->direct[n], 0, 1, 0);
	if (!err)
		err = free_branch(step, di, &di->indirect, into(first, DITTOFS_NR_DIRECT),
				  into(min(end, second), DITTOFS_NR_DIRECT), 1);
	if (!err)
		err = free_branch(step, di, &di->dindirect, into(first, second), into(end, second), 2);
	return err;
}

int bmap_free(struct ditto_inode *di, unsigned long first, unsigned long end, bool punch)
{
	struct ditto_sb *ds = DITTO_SB(di->vfs.i_sb);
	struct step step;
	int err;

	do {
		step.freed = 0;
		err = log_begin(&step.op, ds, TRUNCATE_CREDITS);
		if (err)
			return err;
		mutex_lock(&di->map_lock);
		err = free_range(&step, di, first, end);
		di->last_block = 0;
		mutex_unlock(&di->map_lock);
		if (punch)
			forget_pages(&di->vfs, first, end);
		inode_write(&step.op, &di->vfs);
		log_end(&step.op);
		cond_resched();
	} while (err == -EAGAIN);
	return err;
}

int truncate_blocks(struct ditto_inode *di, unsigned long index)
{
	int err, tries = 100;

	while ((err = bmap_free(di, index, DITTOFS_MAX_BLOCKS, false)) == -ENOMEM && tries--)
		msleep(10);
	return err;
}
