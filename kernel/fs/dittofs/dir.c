/*
 * Directories: blocks of metadata, each a chain of entries that fills it.
 *
 *	| inode size len type name ..slack | inode size len type name | ... to the end of the block |
 *
 * A new name goes into the slack behind an entry that is large enough; a name that is removed
 * leaves its bytes to the entry before it. So `size` always leads from entry to entry, and every
 * step is checked: an image may hold anything. dir->lock guards it all.
 */
#include "internal.h"

#define BLOCK DITTOFS_BLOCK_SIZE

static u32 nr_blocks(const struct inode *dir)
{
	return (u64)dir->i_size >> DITTOFS_BLOCK_BITS;
}

/* The page of the n-th block, or ERR_PTR. A directory has no holes. */
static struct page *dir_block(struct inode *dir, u32 n)
{
	s64 block = bmap(DITTO_I(dir), n);

	if (block > 0)
		return meta_read(DITTO_SB(dir->i_sb), block);
	return ERR_PTR(block ? block : ditto_corrupt(DITTO_SB(dir->i_sb), "a directory has a hole", dir->i_ino));
}

/* The entry at off, or NULL if it is none. */
static inline struct dittofs_dirent *entry_at(void *block, unsigned int off)
{
	struct dittofs_dirent *de = (struct dittofs_dirent *)((char *)block + off);

	if (off > BLOCK - DITTOFS_DIRENT_HEAD || (de->size & 7) || de->size < DITTOFS_DIRENT_HEAD ||
	    de->size > BLOCK - off || (de->inode && DITTOFS_DIRENT_SIZE(de->name_len) > de->size))
		return NULL;
	return de;
}

static int bad_block(struct inode *dir)
{
	return ditto_corrupt(DITTO_SB(dir->i_sb), "directory", dir->i_ino);
}

/* Is name in this block? 1, 0 or -EIO. */
static int search_block(struct inode *dir, struct page *page, const char *name, unsigned int len, struct slot *slot)
{
	void *block = page_address(page);
	struct dittofs_dirent *de;

	for (unsigned int off = 0; off < BLOCK; off += de->size) {
		de = entry_at(block, off);
		if (unlikely(!de))
			return bad_block(dir);
		if (de->name_len == len && de->inode && !memcmp(de->name, name, len)) {
			slot->de = de;
			return 1;
		}
	}
	return 0;
}

int slot_find(struct inode *dir, const char *name, unsigned int len, struct slot *slot)
{
	u32 nr = nr_blocks(dir);
	int ret = 0;

	for (slot->n = 0; slot->n < nr && !ret; slot->n++) {
		slot->page = dir_block(dir, slot->n);
		if (IS_ERR(slot->page)) {
			ret = PTR_ERR(slot->page);
			break;
		}
		ret = search_block(dir, slot->page, name, len, slot);
		if (ret == 1)
			return 0;
		put_page(slot->page);
	}
	slot->page = NULL;
	return ret ? ret : -ENOENT;
}

/* ---- Adding ---- */

static void fill_entry(struct dittofs_dirent *de, const char *name, unsigned int len, const struct inode *inode)
{
	de->inode = inode->i_ino;
	de->name_len = len;
	de->type = mode_to_dt(inode->i_mode);
	memcpy(de->name, name, len);
}

/*
 * Split off the slack behind an entry that leaves `need` bytes: the new entry, NULL if there is
 * no room, or ERR_PTR.
 */
static struct dittofs_dirent *find_room(struct inode *dir, struct page *page, unsigned int need)
{
	struct dittofs_dirent *de, *fresh;
	void *block = page_address(page);
	unsigned int used;

	for (unsigned int off = 0; off < BLOCK; off += de->size) {
		de = entry_at(block, off);
		if (unlikely(!de))
			return ERR_PTR(bad_block(dir));
		used = de->inode ? DITTOFS_DIRENT_SIZE(de->name_len) : 0;
		if (de->size - used < need)
			continue;
		if (!used)
			return de;
		fresh = (struct dittofs_dirent *)((char *)de + used);
		fresh->size = de->size - used;
		de->size = used;
		return fresh;
	}
	return NULL;
}

/* One more block, all of it one free entry. */
static struct page *grow(struct log_op *op, struct inode *dir)
{
	struct ditto_inode *di = DITTO_I(dir);
	struct page *page;
	bool fresh;
	s64 block;

	mutex_lock(&di->map_lock);
	block = bmap_alloc(op, di, nr_blocks(dir), false, &fresh);
	mutex_unlock(&di->map_lock);
	if (block < 0)
		return ERR_PTR(block);
	page = meta_new(op->ds, block);
	if (IS_ERR(page))
		return page; /* the block stays behind the end, and is found there the next time */
	((struct dittofs_dirent *)page_address(page))->size = BLOCK;
	log_dirty(op, page);
	i_size_write(dir, dir->i_size + BLOCK);
	di->disk_size = dir->i_size;
	return page;
}

int dir_add(struct log_op *op, struct inode *dir, const char *name, unsigned int len, const struct inode *inode)
{
	struct ditto_inode *di = DITTO_I(dir);
	struct dittofs_dirent *de = NULL;
	struct page *page;
	u32 nr = nr_blocks(dir), n;

	if (len > DITTOFS_NAME_MAX)
		return -ENAMETOOLONG;
	for (n = di->add_hint; n < nr; n++) {
		page = dir_block(dir, n);
		if (IS_ERR(page))
			return PTR_ERR(page);
		de = find_room(dir, page, DITTOFS_DIRENT_SIZE(len));
		if (de)
			break;
		put_page(page);
	}
	if (!de) {
		page = grow(op, dir);
		if (IS_ERR(page))
			return PTR_ERR(page);
		de = page_address(page);
	}
	if (IS_ERR(de)) {
		put_page(page);
		return PTR_ERR(de);
	}
	di->add_hint = n;
	fill_entry(de, name, len, inode);
	log_dirty(op, page);
	put_page(page);
	return 0;
}

int dir_init(struct log_op *op, struct inode *dir, struct inode *parent)
{
	int err = dir_add(op, dir, ".", 1, dir);

	return err ? err : dir_add(op, dir, "..", 2, parent);
}

/* ---- Removing, changing ---- */

void slot_remove(struct log_op *op, struct inode *dir, struct slot *slot)
{
	struct dittofs_dirent *de, *prev = NULL;
	void *block = page_address(slot->page);

	/* Others may have been put before it since it was found. */
	for (unsigned int off = 0; (de = entry_at(block, off)) && de != slot->de; off += de->size)
		prev = de;
	if (prev)
		prev->size += slot->de->size;
	else
		slot->de->inode = 0;
	log_dirty(op, slot->page);
	if (slot->n < DITTO_I(dir)->add_hint)
		DITTO_I(dir)->add_hint = slot->n;
}

void slot_set(struct log_op *op, struct slot *slot, const struct inode *inode)
{
	slot->de->inode = inode->i_ino;
	slot->de->type = mode_to_dt(inode->i_mode);
	log_dirty(op, slot->page);
}

/* ---- Reading through ---- */

static bool is_dots(const struct dittofs_dirent *de)
{
	return de->name[0] == '.' && (de->name_len == 1 || (de->name_len == 2 && de->name[1] == '.'));
}

int dir_is_empty(struct inode *dir)
{
	for (u32 n = 0; n < nr_blocks(dir); n++) {
		struct page *page = dir_block(dir, n);
		struct dittofs_dirent *de;
		int ret = 1;

		if (IS_ERR(page))
			return PTR_ERR(page);
		for (unsigned int off = 0; off < BLOCK && ret == 1; off += de->size) {
			de = entry_at(page_address(page), off);
			if (!de) {
				ret = bad_block(dir);
				break;
			}
			if (de->inode && !is_dots(de))
				ret = 0;
		}
		put_page(page);
		if (ret != 1)
			return ret;
	}
	return 1;
}

/* The entries of one block from ctx->pos on. 1: go on with the next block; 0: no room; -EIO. */
static int emit_block(struct inode *dir, struct page *page, u32 n, struct dir_context *ctx)
{
	loff_t base = (loff_t)n << DITTOFS_BLOCK_BITS;
	struct dittofs_dirent *de;

	for (unsigned int off = 0; off < BLOCK; off += de->size) {
		de = entry_at(page_address(page), off);
		if (!de)
			return bad_block(dir);
		if (base + off < ctx->pos)
			continue;
		ctx->pos = base + off;
		if (de->inode && !is_dots(de) && !dir_emit(ctx, de->name, de->name_len, de->inode, de->type))
			return 0;
	}
	ctx->pos = base + BLOCK;
	return 1;
}

/*
 * Positions are offsets in the directory. Those below 2, where no other name can be, stand for
 * the dots.
 */
int ditto_readdir(struct file *file, struct dir_context *ctx)
{
	struct inode *dir = file->f_inode;
	int ret = 1;

	if (ctx->pos < 2 && !dir_emit_dots(file, ctx))
		return 0;
	while (ret == 1 && ctx->pos < dir->i_size) {
		u32 n = (u64)ctx->pos >> DITTOFS_BLOCK_BITS;
		struct page *page = dir_block(dir, n);

		if (IS_ERR(page))
			return PTR_ERR(page);
		ret = emit_block(dir, page, n, ctx);
		put_page(page);
	}
	return ret < 0 ? ret : 0;
}
