/*
 * Orphans: inodes whose last name went while someone had them open, and files that are being cut in
 * several operations. They hang in a list on the disk, so that a mount after a power cut finds and
 * finishes them: what has no links is freed, what has loses the blocks behind its end.
 *
 * The list is doubly linked through the inodes; its head is in the superblock. The neighbours of an
 * inode may not be in memory, so their blocks are changed directly; one that is has its own copy of
 * the links, which is changed too.
 */
#include "internal.h"

/* The inode with number ino on the disk; the page that it is in, with a reference, or ERR_PTR. */
static struct page *disk_inode(struct ditto_sb *ds, u32 ino, struct dittofs_inode **out)
{
	struct page *page;

	if (!ino || ino >= ds->geo.nr_inodes) {
		ditto_corrupt(ds, "the list of orphans", ino);
		return ERR_PTR(-EIO);
	}
	page = meta_read(ds, ds->geo.inode_table + ino / DITTOFS_INODES_PER_BLOCK);
	if (!IS_ERR(page))
		*out = (struct dittofs_inode *)page_address(page) + ino % DITTOFS_INODES_PER_BLOCK;
	return page;
}

static struct dittofs_super *disk_super(struct ditto_sb *ds)
{
	return page_address(ds->super_page);
}

/* Set one link of a neighbour. */
static int set_link(struct log_op *op, u32 ino, u32 value, bool next)
{
	struct dittofs_inode *raw;
	struct page *page = disk_inode(op->ds, ino, &raw);

	if (IS_ERR(page))
		return PTR_ERR(page);
	if (next)
		raw->next_orphan = value;
	else
		raw->prev_orphan = value;
	log_dirty(op, page);
	put_page(page);
	return 0;
}

void orphan_add(struct log_op *op, struct ditto_inode *di)
{
	struct ditto_sb *ds = op->ds;
	u32 first, ino = di->vfs.i_ino;
	int err = 0;

	if (di->flags & DITTOFS_ORPHAN)
		return;
	mutex_lock(&ds->orphan_lock);
	first = disk_super(ds)->orphans;
	if (first)
		err = set_link(op, first, ino, false);
	if (!err)
		err = set_link(op, ino, first, true);
	if (!err)
		err = set_link(op, ino, 0, false);
	if (!err) {
		disk_super(ds)->orphans = ino;
		log_dirty(op, ds->super_page);
		di->flags |= DITTOFS_ORPHAN;
	}
	mutex_unlock(&ds->orphan_lock);
}

void orphan_remove(struct log_op *op, struct ditto_inode *di)
{
	struct ditto_sb *ds = op->ds;
	struct dittofs_inode *raw;
	struct page *page;

	if (!(di->flags & DITTOFS_ORPHAN))
		return;
	mutex_lock(&ds->orphan_lock);
	page = disk_inode(ds, di->vfs.i_ino, &raw);
	if (!IS_ERR(page)) {
		if (raw->next_orphan)
			set_link(op, raw->next_orphan, raw->prev_orphan, false);
		if (raw->prev_orphan)
			set_link(op, raw->prev_orphan, raw->next_orphan, true);
		else
			disk_super(ds)->orphans = raw->next_orphan;
		log_dirty(op, ds->super_page);
		raw->next_orphan = raw->prev_orphan = 0;
		log_dirty(op, page);
		di->flags &= ~DITTOFS_ORPHAN;
		put_page(page);
	}
	mutex_unlock(&ds->orphan_lock);
}

/* A file that was being cut when the power went: the rest of that. */
static int finish_cut(struct ditto_sb *ds, struct inode *inode)
{
	struct log_op op;
	int err = truncate_blocks(DITTO_I(inode), size_in_pages(inode->i_size));

	if (!err)
		err = log_begin(&op, ds, INODE_CREDITS);
	if (err)
		return err;
	orphan_remove(&op, DITTO_I(inode));
	inode_write(&op, inode);
	log_end(&op);
	return 0;
}

int orphans_reclaim(struct ditto_sb *ds)
{
	unsigned int n;
	int err = 0;
	u32 ino;

	for (n = 0; (ino = disk_super(ds)->orphans) && !err; n++) {
		struct inode *inode = ditto_iget(ds->sb, ino);

		if (IS_ERR(inode))
			return PTR_ERR(inode);
		DITTO_I(inode)->flags |= DITTOFS_ORPHAN;
		if (inode->i_nlink)
			err = finish_cut(ds, inode);
		iput(inode); /* without links: goes for good */
		if (!err && disk_super(ds)->orphans == ino)
			err = ditto_corrupt(ds, "an orphan stays", ino);
	}
	if (n)
		pr_info("dittofs: %s: %u orphans\n", ds->bdev->name, n);
	return err;
}
