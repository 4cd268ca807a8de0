/*
 * dittofs on the disk: shared by the kernel, mkfs and fsck.
 *
 * The disk is an array of 4 KiB blocks:
 *
 *	| super | log ... | inode bitmap | block bitmap | inode table | data ...                    |
 *	  0       log_start inode_bitmap   block_bitmap   inode_table   data_start         nr_blocks
 *
 * Numbers are little-endian. Times are seconds since 1970 and nanoseconds. Block 0 as a file's
 * block means a hole; inode 0 as a directory entry's inode means that the entry is free.
 *
 * A file's blocks: 38 in the inode, 1024 behind `indirect`, 1024 * 1024 behind `dindirect`: 4 GiB.
 * A symbolic link of up to 159 bytes lies in the inode in the pointers' place, a longer one in
 * block 0 of its file. A directory is a file without holes of whole blocks, each a chain of entries
 * that fills it.
 *
 * The free counts are not on the disk; they are counted at mount. What has no name any more but is
 * open still, or is being cut in steps, hangs in a list (orphans, next_orphan, prev_orphan), which
 * mount goes through: inodes without links are freed, others lose the blocks after their end.
 */
#ifndef ABI_DITTOFS_H
#define ABI_DITTOFS_H

#include <stddef.h>
#include <stdint.h>

#define DITTOFS_MAGIC	   0x736f747469640a1aULL /* "\x1a\ndittos" */
#define DITTOFS_VERSION	   1
#define DITTOFS_BLOCK_BITS 12
#define DITTOFS_BLOCK_SIZE 4096
#define DITTOFS_NAME_MAX   255
#define DITTOFS_ROOT	   1 /* inode number of / */
#define DITTOFS_LINK_MAX   65000

/* Block 0. What is before checksum never changes. */
struct dittofs_super {
	uint64_t magic;
	uint32_t version;
	uint32_t block_size;
	uint32_t nr_blocks;
	uint32_t nr_inodes; /* inode 0 included, which nobody uses */
	uint32_t log_start, log_blocks;
	uint32_t inode_bitmap, inode_bitmap_blocks; /* bit n: inode n is in use */
	uint32_t block_bitmap, block_bitmap_blocks; /* bit n: block n is in use */
	uint32_t inode_table, inode_table_blocks;
	uint32_t data_start;
	uint32_t flags;	   /* 0 */
	uint64_t checksum; /* of all bytes before it */
	uint32_t orphans;  /* first of the list, 0: empty */
	uint32_t reserved;
};

#define DITTOFS_NR_DIRECT      38
#define DITTOFS_PTRS_PER_BLOCK (DITTOFS_BLOCK_SIZE / 4)
#define DITTOFS_MAX_BLOCKS \
	(DITTOFS_NR_DIRECT + DITTOFS_PTRS_PER_BLOCK + DITTOFS_PTRS_PER_BLOCK * DITTOFS_PTRS_PER_BLOCK)
#define DITTOFS_MAX_SIZE	 ((uint64_t)DITTOFS_MAX_BLOCKS * DITTOFS_BLOCK_SIZE)
#define DITTOFS_INODE_SIZE	 256
#define DITTOFS_INODES_PER_BLOCK (DITTOFS_BLOCK_SIZE / DITTOFS_INODE_SIZE)
#define DITTOFS_FAST_SYMLINK_MAX (4 * (DITTOFS_NR_DIRECT + 2) - 1)

struct dittofs_inode {
	uint32_t mode; /* S_IF* and permissions; 0: free */
	uint32_t nlink;
	uint32_t uid, gid;
	uint64_t size;			   /* bytes */
	uint32_t blocks;		   /* that belong to it: data, directory entries, pointers */
	uint32_t rdev;			   /* devices: as DEV_MAKE() packs it */
	uint32_t next_orphan, prev_orphan; /* 0: end of the list, or not in it */
	uint32_t generation;		   /* counts the files that had this number */
	uint32_t flags;			   /* DITTOFS_* below */
	int64_t atime, mtime, ctime;
	uint32_t atime_nsec, mtime_nsec, ctime_nsec;
	uint32_t reserved[3];
	union {
		struct {
			uint32_t direct[DITTOFS_NR_DIRECT];
			uint32_t indirect;
			uint32_t dindirect;
		};
		char target[4 * (DITTOFS_NR_DIRECT + 2)]; /* short symbolic link, ends in a NUL */
	};
};

#define DITTOFS_ORPHAN	 0x1 /* hangs in the list of orphans */
#define DITTOFS_PREALLOC 0x2 /* may have blocks, of zeroes, behind its end */

/*
 * A directory entry. Entries lie one after the other; size leads to the next, or to the end of the
 * block. An entry is removed by giving its bytes to the one before, the first of a block by inode
 * 0.
 */
struct dittofs_dirent {
	uint32_t inode;
	uint16_t size; /* of the entry with all its slack: a multiple of 8 */
	uint8_t name_len;
	uint8_t type; /* DT_* */
	char name[];  /* no NUL */
};

#define DITTOFS_DIRENT_HEAD	      8
#define DITTOFS_DIRENT_SIZE(name_len) ((DITTOFS_DIRENT_HEAD + (name_len) + 7u) & ~7u)

/*
 * The log: a head, and a ring of log_blocks - 1 blocks for transactions, one after the other. A
 * transaction is a record and then the new contents of `count` blocks. Recovery begins at the
 * head's tail with the head's sequence number, and copies transactions home until one is not whole
 * or has another number.
 */
#define DITTOFS_LOG_MIN	  256 /* blocks at least: room for three of the largest operations */
#define DITTOFS_LOG_MAGIC 0x0a676f6c6f747469ULL

struct dittofs_log_head { /* the first block of the log */
	uint64_t magic;
	uint64_t sequence; /* of the transaction at tail */
	uint32_t tail;	   /* in the ring, from 0 */
	uint32_t reserved;
	uint64_t checksum; /* of all bytes before it */
};

#define DITTOFS_LOG_MAX ((DITTOFS_BLOCK_SIZE - 32) / 4)

struct dittofs_log_record {
	uint64_t magic;
	uint64_t sequence;
	uint64_t checksum; /* of this block, with 0 here, and of all that follow it */
	uint32_t count;
	uint32_t reserved;
	uint32_t block[DITTOFS_LOG_MAX]; /* where each of them belongs */
};

/*
 * Order matters to it, and a bit that differs changes it all: enough to tell a torn write. n is
 * a multiple of 8.
 */
static inline uint64_t dittofs_checksum(uint64_t sum, const void *data, size_t n)
{
	const uint64_t *word = data;

	for (; n >= 8; n -= 8) {
		sum = (sum ^ *word++) * 0x9e3779b97f4a7c15ULL;
		sum ^= sum >> 32;
	}
	return sum;
}

_Static_assert(offsetof(struct dittofs_super, checksum) == 64, "superblock layout");
_Static_assert(sizeof(struct dittofs_super) == 80, "superblock layout");
_Static_assert(offsetof(struct dittofs_inode, size) == 16, "inode layout");
_Static_assert(offsetof(struct dittofs_inode, atime) == 48, "inode layout");
_Static_assert(offsetof(struct dittofs_inode, direct) == 96, "inode layout");
_Static_assert(sizeof(struct dittofs_inode) == DITTOFS_INODE_SIZE, "inode layout");
_Static_assert(offsetof(struct dittofs_dirent, name) == DITTOFS_DIRENT_HEAD, "directory layout");
_Static_assert(offsetof(struct dittofs_log_head, checksum) == 24, "log layout");
_Static_assert(sizeof(struct dittofs_log_record) == DITTOFS_BLOCK_SIZE, "log layout");

#endif
