/*
 * A dittofs image on the host, mapped into memory: what mkfs, fsck and imgls have in common.
 *
 * An image may be corrupt in any way. image_open() refuses one whose superblock does not hold
 * together; after that image_block() and image_inode() return NULL for numbers that lie outside,
 * and never a bad pointer.
 */
#ifndef MKFS_IMAGE_H
#define MKFS_IMAGE_H

#include <abi/dittofs.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct image {
	const char *path;
	uint8_t *base;
	size_t size;
	struct dittofs_super *super;
	/* mkfs: where the next allocation begins to look */
	uint32_t next_block, next_inode;
};

/* The DT_* numbers are the file type's bits of a mode. */
static inline unsigned int mode_to_type(unsigned int mode)
{
	return mode >> 12 & 15;
}

/*
 * Both exit with a message on failure. create: the file is made, or emptied, and formatted
 * without any inode.
 */
void image_create(struct image *img, const char *path, uint64_t bytes);
void image_open(struct image *img, const char *path, bool write);
/* Writes back what was changed, if the image was opened for writing. */
void image_close(struct image *img);

/* Replay the log: how many transactions, or -1: its head is damaged. The log is empty afterwards. */
int image_replay_log(struct image *img);
/* Empty, whatever was in it. */
void image_reset_log(struct image *img);

void *image_block(struct image *img, uint32_t block);
struct dittofs_inode *image_inode(struct image *img, uint32_t ino);

/* Bit n of a bitmap that begins at a block. */
bool image_test_bit(struct image *img, uint32_t bitmap, uint32_t n);
void image_set_bit(struct image *img, uint32_t bitmap, uint32_t n, bool value);
bool image_block_used(struct image *img, uint32_t block);
bool image_inode_used(struct image *img, uint32_t ino);

/* The n-th block of a file, 0 for a hole (or for a pointer that leads outside). */
uint32_t image_bmap(struct image *img, const struct dittofs_inode *inode, uint64_t n);

/* Allocation: 0 when there is none left. */
uint32_t image_alloc_block(struct image *img);
uint32_t image_alloc_inode(struct image *img);
/* As image_bmap(), and fills a hole with a zeroed block. */
uint32_t image_bmap_alloc(struct image *img, struct dittofs_inode *inode, uint64_t n);
/* False: no room. The caller counts links. */
bool image_dir_add(struct image *img, struct dittofs_inode *dir, const char *name, size_t len,
		   uint32_t ino, unsigned int type);

/* Is there a well-formed entry at offset off of a directory block? */
bool image_dirent_ok(const uint8_t *block, unsigned int off);
/* The inode that an absolute path names (symbolic links are not followed), 0 if there is none. */
uint32_t image_lookup(struct image *img, const char *path);

#endif
