/*
 * The image library: geometry, bitmaps, block mapping, directories, and the log's replay, over an
 * image that is mapped into memory.
 */
#include "image.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK	       DITTOFS_BLOCK_SIZE
#define BITS_PER_BLOCK (8 * BLOCK)

static void die(const char *path, const char *what)
{
	fprintf(stderr, "%s: %s\n", path, what);
	exit(8);
}

static uint32_t div_up(uint64_t n, uint32_t d)
{
	return (n + d - 1) / d;
}

/* ---- Geometry ---- */

static void plan(struct dittofs_super *sb, uint32_t nr_blocks)
{
	uint32_t log = nr_blocks / 16;

	memset(sb, 0, sizeof(*sb));
	sb->magic = DITTOFS_MAGIC;
	sb->version = DITTOFS_VERSION;
	sb->block_size = BLOCK;
	sb->nr_blocks = nr_blocks;
	/* One inode for each 16 KiB, whole blocks of them. */
	sb->nr_inodes = div_up(nr_blocks / 4 + 16, DITTOFS_INODES_PER_BLOCK) * DITTOFS_INODES_PER_BLOCK;
	sb->log_start = 1;
	sb->log_blocks = log < DITTOFS_LOG_MIN ? DITTOFS_LOG_MIN : log > 2048 ? 2048
									      : log;
	sb->inode_bitmap = sb->log_start + sb->log_blocks;
	sb->inode_bitmap_blocks = div_up(sb->nr_inodes, BITS_PER_BLOCK);
	sb->block_bitmap = sb->inode_bitmap + sb->inode_bitmap_blocks;
	sb->block_bitmap_blocks = div_up(nr_blocks, BITS_PER_BLOCK);
	sb->inode_table = sb->block_bitmap + sb->block_bitmap_blocks;
	sb->inode_table_blocks = sb->nr_inodes / DITTOFS_INODES_PER_BLOCK;
	sb->data_start = sb->inode_table + sb->inode_table_blocks;
	sb->checksum = dittofs_checksum(0, sb, offsetof(struct dittofs_super, checksum));
}

static const char *super_wrong(const struct dittofs_super *sb, uint64_t bytes)
{
	if (sb->magic != DITTOFS_MAGIC)
		return "not a dittofs image";
	if (sb->version != DITTOFS_VERSION)
		return "unknown version of dittofs";
	if (sb->checksum != dittofs_checksum(0, sb, offsetof(struct dittofs_super, checksum)))
		return "superblock: wrong checksum";
	if (sb->block_size != BLOCK || sb->nr_blocks > bytes / BLOCK)
		return "superblock: larger than the image";
	/* Each region begins where the one before it ends. */
	if (sb->log_start != 1 || sb->log_blocks < DITTOFS_LOG_MIN || sb->log_blocks > sb->nr_blocks ||
	    sb->inode_bitmap != sb->log_start + sb->log_blocks ||
	    sb->inode_bitmap_blocks != div_up(sb->nr_inodes, BITS_PER_BLOCK) ||
	    sb->block_bitmap != sb->inode_bitmap + sb->inode_bitmap_blocks ||
	    sb->block_bitmap_blocks != div_up(sb->nr_blocks, BITS_PER_BLOCK) ||
	    sb->inode_table != sb->block_bitmap + sb->block_bitmap_blocks ||
	    sb->nr_inodes < 2 || sb->nr_inodes % DITTOFS_INODES_PER_BLOCK ||
	    sb->inode_table_blocks != sb->nr_inodes / DITTOFS_INODES_PER_BLOCK ||
	    sb->data_start != sb->inode_table + sb->inode_table_blocks || sb->data_start >= sb->nr_blocks)
		return "superblock: regions do not fit together";
	return NULL;
}

static uint8_t *log_block(struct image *img, uint32_t pos)
{
	return image_block(img, img->super->log_start + 1 + pos % (img->super->log_blocks - 1));
}

void image_reset_log(struct image *img)
{
	struct dittofs_log_head *head = image_block(img, img->super->log_start);

	memset(head, 0, BLOCK);
	head->magic = DITTOFS_LOG_MAGIC;
	head->sequence = 1;
	head->checksum = dittofs_checksum(0, head, offsetof(struct dittofs_log_head, checksum));
	/* No record of before may look like the first one of now. */
	memset(log_block(img, 0), 0, (size_t)(img->super->log_blocks - 1) * BLOCK);
}

void image_create(struct image *img, const char *path, uint64_t bytes)
{
	struct dittofs_super sb;
	int fd;

	if (bytes / BLOCK > UINT32_MAX / 2)
		die(path, "too large");
	plan(&sb, bytes / BLOCK);
	if (sb.nr_blocks < sb.data_start + 8)
		die(path, "too small");
	fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0666);
	if (fd < 0 || ftruncate(fd, bytes)) {
		perror(path);
		exit(8);
	}
	memset(img, 0, sizeof(*img));
	img->path = path;
	img->size = bytes;
	img->base = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (img->base == MAP_FAILED) {
		perror(path);
		exit(8);
	}
	close(fd);
	img->super = (struct dittofs_super *)img->base;
	*img->super = sb;
	image_reset_log(img);
	for (uint32_t n = 0; n < sb.data_start; n++)
		image_set_bit(img, sb.block_bitmap, n, true);
	/* What is behind the end is in use for ever. */
	for (uint32_t n = sb.nr_blocks; n < sb.block_bitmap_blocks * BITS_PER_BLOCK; n++)
		image_set_bit(img, sb.block_bitmap, n, true);
	image_set_bit(img, sb.inode_bitmap, 0, true);
	for (uint32_t n = sb.nr_inodes; n < sb.inode_bitmap_blocks * BITS_PER_BLOCK; n++)
		image_set_bit(img, sb.inode_bitmap, n, true);
	img->next_block = sb.data_start;
	img->next_inode = DITTOFS_ROOT;
}

void image_open(struct image *img, const char *path, bool write)
{
	const char *wrong;
	struct stat st;
	int fd = open(path, write ? O_RDWR : O_RDONLY);

	memset(img, 0, sizeof(*img));
	if (fd < 0 || fstat(fd, &st)) {
		perror(path);
		exit(8);
	}
	if (st.st_size < BLOCK)
		die(path, "not a dittofs image");
	img->path = path;
	img->size = st.st_size;
	/* A private mapping, so that the log can be replayed without touching the file. */
	img->base = mmap(NULL, img->size, PROT_READ | PROT_WRITE, write ? MAP_SHARED : MAP_PRIVATE, fd, 0);
	if (img->base == MAP_FAILED) {
		perror(path);
		exit(8);
	}
	close(fd);
	img->super = (struct dittofs_super *)img->base;
	wrong = super_wrong(img->super, img->size);
	if (wrong) {
		image_close(img);
		die(path, wrong);
	}
	img->next_block = img->super->data_start;
	img->next_inode = DITTOFS_ROOT + 1;
}

void image_close(struct image *img)
{
	munmap(img->base, img->size);
}

void *image_block(struct image *img, uint32_t block)
{
	return block < img->super->nr_blocks ? img->base + (size_t)block * BLOCK : NULL;
}

struct dittofs_inode *image_inode(struct image *img, uint32_t ino)
{
	if (ino == 0 || ino >= img->super->nr_inodes)
		return NULL;
	return (struct dittofs_inode *)(img->base + (size_t)img->super->inode_table * BLOCK +
					(size_t)ino * DITTOFS_INODE_SIZE);
}

/* ---- The log ---- */

/* Is the transaction at pos whole, and the one with this number? */
static bool transaction_ok(struct image *img, uint32_t pos, uint64_t sequence)
{
	struct dittofs_log_record *rec = (struct dittofs_log_record *)log_block(img, pos);
	struct dittofs_log_record copy;
	uint64_t sum;

	if (rec->magic != DITTOFS_LOG_MAGIC || rec->sequence != sequence || rec->count > DITTOFS_LOG_MAX ||
	    rec->count + 1 > img->super->log_blocks - 1)
		return false;
	copy = *rec;
	copy.checksum = 0;
	sum = dittofs_checksum(0, &copy, BLOCK);
	for (uint32_t i = 0; i < rec->count; i++) {
		if (rec->block[i] >= img->super->nr_blocks ||
		    (rec->block[i] && rec->block[i] < img->super->log_start + img->super->log_blocks))
			return false;
		sum = dittofs_checksum(sum, log_block(img, pos + 1 + i), BLOCK);
	}
	return sum == rec->checksum;
}

int image_replay_log(struct image *img)
{
	struct dittofs_log_head *head = image_block(img, img->super->log_start);
	uint32_t pos = head->tail;
	int n = 0;

	if (head->magic != DITTOFS_LOG_MAGIC || pos >= img->super->log_blocks - 1 || !head->sequence ||
	    head->checksum != dittofs_checksum(0, head, offsetof(struct dittofs_log_head, checksum)))
		return -1;
	while (transaction_ok(img, pos, head->sequence + n)) {
		struct dittofs_log_record *rec = (struct dittofs_log_record *)log_block(img, pos);

		for (uint32_t i = 0; i < rec->count; i++) {
			/* What never changes in the superblock is not taken from the log. */
			size_t keep = rec->block[i] ? 0 : offsetof(struct dittofs_super, orphans);

			memcpy((char *)image_block(img, rec->block[i]) + keep, log_block(img, pos + 1 + i) + keep,
			       BLOCK - keep);
		}
		pos = (pos + 1 + rec->count) % (img->super->log_blocks - 1);
		n++;
	}
	if (!n)
		return 0;
	head->sequence += n;
	head->tail = pos;
	head->checksum = dittofs_checksum(0, head, offsetof(struct dittofs_log_head, checksum));
	return n;
}

/* ---- Bitmaps ---- */

bool image_test_bit(struct image *img, uint32_t bitmap, uint32_t n)
{
	return img->base[(size_t)bitmap * BLOCK + n / 8] >> n % 8 & 1;
}

void image_set_bit(struct image *img, uint32_t bitmap, uint32_t n, bool value)
{
	uint8_t *byte = &img->base[(size_t)bitmap * BLOCK + n / 8];

	*byte = (*byte & ~(1u << n % 8)) | (unsigned int)value << n % 8;
}

bool image_block_used(struct image *img, uint32_t block)
{
	return image_test_bit(img, img->super->block_bitmap, block);
}

bool image_inode_used(struct image *img, uint32_t ino)
{
	return image_test_bit(img, img->super->inode_bitmap, ino);
}

uint32_t image_alloc_block(struct image *img)
{
	while (img->next_block < img->super->nr_blocks) {
		uint32_t block = img->next_block++;

		if (!image_block_used(img, block)) {
			image_set_bit(img, img->super->block_bitmap, block, true);
			memset(image_block(img, block), 0, BLOCK);
			return block;
		}
	}
	return 0;
}

uint32_t image_alloc_inode(struct image *img)
{
	while (img->next_inode < img->super->nr_inodes) {
		uint32_t ino = img->next_inode++;

		if (!image_inode_used(img, ino)) {
			image_set_bit(img, img->super->inode_bitmap, ino, true);
			memset(image_inode(img, ino), 0, DITTOFS_INODE_SIZE);
			return ino;
		}
	}
	return 0;
}

/* ---- Files ---- */

/* The block that *slot names; with alloc a hole is filled, and counted in inode. */
static uint32_t follow(struct image *img, struct dittofs_inode *inode, uint32_t *slot, bool alloc)
{
	if (!*slot && alloc) {
		*slot = image_alloc_block(img);
		inode->blocks += *slot != 0;
	}
	return *slot < img->super->nr_blocks ? *slot : 0;
}

static uint32_t bmap(struct image *img, struct dittofs_inode *inode, uint64_t n, bool alloc)
{
	uint32_t block, *slot = &inode->indirect;

	if (n < DITTOFS_NR_DIRECT)
		return follow(img, inode, &inode->direct[n], alloc);
	n -= DITTOFS_NR_DIRECT;
	if (n >= DITTOFS_PTRS_PER_BLOCK) {
		n -= DITTOFS_PTRS_PER_BLOCK;
		if (n >= DITTOFS_PTRS_PER_BLOCK * DITTOFS_PTRS_PER_BLOCK)
			return 0;
		block = follow(img, inode, &inode->dindirect, alloc);
		if (!block)
			return 0;
		slot = (uint32_t *)image_block(img, block) + n / DITTOFS_PTRS_PER_BLOCK;
	}
	block = follow(img, inode, slot, alloc);
	if (!block)
		return 0;
	slot = (uint32_t *)image_block(img, block) + n % DITTOFS_PTRS_PER_BLOCK;
	return follow(img, inode, slot, alloc);
}

uint32_t image_bmap(struct image *img, const struct dittofs_inode *inode, uint64_t n)
{
	return bmap(img, (struct dittofs_inode *)inode, n, false);
}

uint32_t image_bmap_alloc(struct image *img, struct dittofs_inode *inode, uint64_t n)
{
	return bmap(img, inode, n, true);
}

/* ---- Directories ---- */

bool image_dirent_ok(const uint8_t *block, unsigned int off)
{
	const struct dittofs_dirent *de = (const void *)(block + off);

	return off + DITTOFS_DIRENT_HEAD <= BLOCK && de->size % 8 == 0 && de->size >= DITTOFS_DIRENT_HEAD &&
	       off + de->size <= BLOCK && (!de->inode || DITTOFS_DIRENT_SIZE(de->name_len) <= de->size);
}

static void fill_dirent(struct dittofs_dirent *de, const char *name, size_t len, uint32_t ino, unsigned int type)
{
	de->inode = ino;
	de->name_len = len;
	de->type = type;
	memcpy(de->name, name, len);
}

/* Find slack for need bytes in a block. */
static struct dittofs_dirent *dirent_room(uint8_t *block, unsigned int need)
{
	struct dittofs_dirent *de, *next;
	unsigned int used;

	for (unsigned int off = 0; off < BLOCK && image_dirent_ok(block, off); off += de->size) {
		de = (struct dittofs_dirent *)(block + off);
		used = de->inode ? DITTOFS_DIRENT_SIZE(de->name_len) : 0;
		if (de->size - used < need)
			continue;
		if (!used)
			return de;
		next = (struct dittofs_dirent *)((uint8_t *)de + used);
		next->size = de->size - used;
		de->size = used;
		return next;
	}
	return NULL;
}

bool image_dir_add(struct image *img, struct dittofs_inode *dir, const char *name, size_t len,
		   uint32_t ino, unsigned int type)
{
	uint64_t nr = dir->size / BLOCK;
	struct dittofs_dirent *de;
	uint32_t block;

	for (uint64_t n = nr ? nr - 1 : 0; n < nr; n++) {
		block = image_bmap(img, dir, n);
		de = block ? dirent_room(image_block(img, block), DITTOFS_DIRENT_SIZE(len)) : NULL;
		if (de) {
			fill_dirent(de, name, len, ino, type);
			return true;
		}
	}
	block = image_bmap_alloc(img, dir, nr);
	if (!block)
		return false;
	dir->size += BLOCK;
	de = image_block(img, block);
	de->size = BLOCK;
	fill_dirent(de, name, len, ino, type);
	return true;
}

static uint32_t dir_find(struct image *img, const struct dittofs_inode *dir, const char *name, size_t len)
{
	for (uint64_t n = 0; n < dir->size / BLOCK && n < img->super->nr_blocks; n++) {
		uint8_t *block = image_block(img, image_bmap(img, dir, n));
		struct dittofs_dirent *de;

		for (unsigned int off = 0; off < BLOCK && image_dirent_ok(block, off); off += de->size) {
			de = (struct dittofs_dirent *)(block + off);
			if (de->inode && de->name_len == len && !memcmp(de->name, name, len))
				return de->inode;
		}
	}
	return 0;
}

uint32_t image_lookup(struct image *img, const char *path)
{
	uint32_t ino = DITTOFS_ROOT;

	for (;;) {
		const struct dittofs_inode *inode = image_inode(img, ino);
		size_t len;

		path += strspn(path, "/");
		len = strcspn(path, "/");
		if (!inode || !len)
			return inode ? ino : 0;
		if (!S_ISDIR(inode->mode))
			return 0;
		ino = dir_find(img, inode, path, len);
		path += len;
	}
}
