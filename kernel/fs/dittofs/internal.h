/*
 * dittofs: the disk file system. The disk's layout is in include/abi/dittofs.h, the promises it
 * makes at the head of log.c. From below:
 *
 *	meta.c		blocks of metadata in memory: pages of one mapping, indexed by block number
 *	log.c		operations, transactions, commit	recover.c	replay at mount
 *	balloc.c	blocks and inode numbers		orphan.c	inodes that wait for their end
 *	bmap.c		a file's blocks				inode.c		an inode, memory to disk and back
 *	data.c		pages of files to and from the disk	flush.c		the thread that does it in time
 *	dir.c		a directory's entries			namei.c		operations on names
 *	file.c		operations on open files		holes.c		fallocate, SEEK_DATA, SEEK_HOLE
 *	super.c		mount, sync, unmount
 *
 * Locks, outer to inner: inode->lock, the page lock; then an operation (log_begin ... log_end),
 * which is like a lock held for reading by all operations and for writing by commit; inside it a
 * data page's lock, then map_lock. Who holds the lock of a page that is in the cache already never
 * begins an operation. Spinlocks: alloc_lock, log.lock, dirty_lock; none is taken inside another.
 */
#ifndef DITTOFS_INTERNAL_H
#define DITTOFS_INTERNAL_H

#include <abi/dittofs.h>
#include <kernel/block.h>
#include <kernel/div.h>
#include <kernel/err.h>
#include <kernel/filemap.h>
#include <kernel/fs.h>
#include <kernel/printk.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/task.h>
#include <kernel/time.h>
#include <kernel/wait.h>

#define SECTORS_PER_BLOCK (DITTOFS_BLOCK_SIZE / SECTOR_SIZE)
static_assert(DITTOFS_BLOCK_SIZE == PAGE_SIZE, "a page holds a block");

/*
 * How many transactions the ring holds at least, and for how many freed blocks are kept apart;
 * see log.c.
 */
#define LOG_GENERATIONS	  3
#define FREED_GENERATIONS 4

struct log {
	struct spinlock lock;	     /* rank MAPPING */
	struct wait_queue_head wait; /* for room, for the last operation, for the end of transfers */
	struct mutex commit_lock;    /* rank FSLOG: one commit at a time; all that is marked [c] */
	unsigned int max_blocks;     /* [I] of a transaction */
	u32 ring_start, ring_size;   /* [I] blocks */

	/* The running transaction: [lock] */
	u64 sequence;		/* its number */
	unsigned int nr_ops;	/* operations that have begun and not ended */
	unsigned int nr_blocks; /* in blocks[] */
	unsigned int reserved;	/* promised to operations, not yet in blocks[] */
	bool closing;		/* nobody may begin: commit waits for nr_ops == 0 */
	struct page **blocks;	/* pages of the meta mapping that it changed */

	/* The transaction that is being written, or was: [c] */
	struct page **committing; /* its pages, and */
	struct page **copies;	  /* what they held when it closed */
	unsigned int nr_committing;
	u32 head;			 /* ring position where the next one is written */
	u64 committed __aligned(8);	 /* all up to this one are on the disk; read without a lock */
	struct page *record, *head_page; /* where its first block, and the log's, are made up */

	bool had_data[2];	 /* by sequence: there were such transfers */
	atomic_t data_writes[2]; /* [a] by sequence: transfers of file data that commit waits for */
	atomic_t transfers;	 /* [a] the log's own, under way */
	int error;		 /* a write failed that a transaction needs: none goes to the disk any more */
};

struct ditto_sb {
	struct super_block *sb;	   /* [I] */
	bool read_only;		   /* [I] nothing is written, the log neither */
	struct block_device *bdev; /* [I] */
	struct dittofs_super geo;  /* [I] geometry, as on the disk */
	struct address_space meta; /* metadata blocks, by block number */
	struct log log;

	/* Blocks and inodes: [a] alloc_lock */
	struct spinlock alloc_lock;		 /* rank MAPPING */
	unsigned long *busy;			 /* [a] bit n: block n may not be given out */
	unsigned long *freed[FREED_GENERATIONS]; /* [a] by sequence: not in use any more, but still busy */
	unsigned long nr_freed[FREED_GENERATIONS];
	unsigned long free_blocks;     /* [a] not busy */
	unsigned long reserved_blocks; /* [a] promised to pages without a block */
	unsigned long free_inodes;     /* [a] */
	u32 next_block, next_ino;      /* [a] where to look first */
	struct page **block_bitmap;    /* [I] the bitmaps' pages, held while mounted */
	struct page **inode_bitmap;
	struct page *super_page; /* [I] block 0 */

	struct mutex orphan_lock; /* rank FSLOG: the list of orphans */

	struct spinlock dirty_lock;    /* rank MAPPING */
	struct list_head dirty_inodes; /* [d] */
	struct task_struct *flusher;
	struct wait_queue_head flush_wait;
	bool stopping;
	struct completion flusher_gone;
};

struct ditto_inode {
	struct inode vfs;
	struct mutex map_lock; /* rank BLOCK: the block pointers and what is marked [m]; writing the inode */
	union {		       /* [m] as on the disk */
		struct {
			u32 direct[DITTOFS_NR_DIRECT];
			u32 indirect, dindirect;
		};
		char target[4 * (DITTOFS_NR_DIRECT + 2)];
	};
	u32 blocks;		      /* [m] that belong to it */
	atomic_t promised;	      /* [a] pages that will get one; see data.c */
	u64 disk_size;		      /* [m] i_size on the disk: never above what has been written */
	u32 next_orphan, prev_orphan; /* [sb->orphan_lock] */
	u32 generation;
	u32 flags;		     /* [m] DITTOFS_ORPHAN, DITTOFS_PREALLOC */
	struct page *table;	     /* [I] the block that it lies in, held */
	u32 last_block;		     /* where its next block is looked for */
	u32 add_hint;		     /* a directory: no block before this one has room for a name */
	bool unborn;		     /* was not made after all: nothing is to be freed on the disk */
	bool dirty;		     /* [d] differs from the disk, or has dirty pages: is in dirty_inodes */
	struct list_head dirty_link; /* [d] */
};

/*
 * One operation: a group of changes that reaches the disk whole or not at all. On the stack of
 * who does it.
 */
struct log_op {
	struct ditto_sb *ds;
	unsigned int credits; /* blocks that it may still add to the transaction */
	u64 sequence;	      /* the transaction that it is part of */
	unsigned int outer;   /* PF_NOFS as it was before */
};

static inline struct ditto_sb *DITTO_SB(const struct super_block *sb)
{
	return sb->s_fs_info;
}

static inline struct ditto_inode *DITTO_I(const struct inode *inode)
{
	return container_of(inode, struct ditto_inode, vfs);
}

/* The file system is corrupt: says so; -EIO to hand on. */
int ditto_corrupt(struct ditto_sb *ds, const char *what, unsigned long where);

/* ---- meta.c: both return a page with a reference, uptodate, or ERR_PTR ---- */
struct page *__must_check meta_read(struct ditto_sb *ds, u32 block);
struct page *__must_check meta_new(struct ditto_sb *ds, u32 block); /* zeroed, the disk is not asked */
extern const struct address_space_operations ditto_meta_aops;
/* Can a file have this block? */
static inline bool block_valid(const struct ditto_sb *ds, u32 block)
{
	return block >= ds->geo.data_start && block < ds->geo.nr_blocks;
}

/* ---- log.c ---- */
int __must_check log_init(struct ditto_sb *ds);
void log_destroy(struct ditto_sb *ds);
/* May sleep, for a commit too. -EIO: the log is broken. On failure nothing is begun. */
int __must_check log_begin(struct log_op *op, struct ditto_sb *ds, unsigned int credits);
void log_end(struct log_op *op);
/* A metadata block is about to change, or has just changed, within op. */
void log_dirty(struct log_op *op, struct page *page);
/* Everything that belongs to transactions up to sequence is safe. force: even if it is empty. */
int log_commit(struct ditto_sb *ds, u64 sequence);
int log_commit_running(struct ditto_sb *ds, bool force);
/* Everything is in its place and the log is empty. */
int log_checkpoint(struct ditto_sb *ds);
/*
 * Data of op's files is on its way; commit waits until data_end() has been called as often. error: it did not reach
 * a block that op gave to its file. The transaction then must not be: it would show what the block held before.
 */
unsigned int log_data_begin(struct log_op *op);
void log_data_end(struct ditto_sb *ds, unsigned int slot, int error);

/* ---- recover.c ---- */
int __must_check log_recover(struct ditto_sb *ds, unsigned int *replayed);
void log_make_head(struct dittofs_log_head *head, u64 sequence, u32 tail);
int __must_check log_write_head(struct ditto_sb *ds, u64 sequence, u32 tail);
int __must_check log_read_head(struct ditto_sb *ds, u64 *sequence, u32 *tail);

/* ---- balloc.c ---- */
int __must_check balloc_init(struct ditto_sb *ds);
void balloc_destroy(struct ditto_sb *ds);
/*
 * A block near goal, marked in use; 0: none is left. reserved: it was promised (and that is not
 * undone here).
 */
u32 block_alloc(struct log_op *op, u32 goal, bool reserved);
void block_free(struct log_op *op, u32 block);
/* Promise n blocks; -ENOSPC. */
int __must_check blocks_reserve(struct ditto_sb *ds, unsigned long n);
void blocks_unreserve(struct ditto_sb *ds, unsigned long n);
/* What transaction sequence freed can be given out again. */
void balloc_release(struct ditto_sb *ds, u64 sequence);
/*
 * Try to make blocks free that are promised or not yet released. No lock is held. True: it may
 * have helped.
 */
bool make_room(struct ditto_sb *ds);

u32 ialloc(struct log_op *op); /* an inode number, 0: none is left */
void ifree(struct log_op *op, u32 ino);

/* ---- orphan.c ---- */
/*
 * The links of an orphan's neighbours are in memory, as they are: neither fails, unless the list
 * is corrupt.
 */
void orphan_add(struct log_op *op, struct ditto_inode *di);
void orphan_remove(struct log_op *op, struct ditto_inode *di);
int __must_check orphans_reclaim(struct ditto_sb *ds);
#define INODE_CREDITS 8 /* to write an inode, to put it among the orphans or take it from there */

/* ---- bmap.c ---- */
/* The block at index of the file, 0 for a hole, or -EIO. */
s64 bmap(struct ditto_inode *di, unsigned long index);
/* The same, and allocates it (and tells so in *fresh). map_lock is held. -ENOSPC, -EIO, -ENOMEM. */
s64 bmap_alloc(struct log_op *op, struct ditto_inode *di, unsigned long index, bool reserved, bool *fresh);
#define BMAP_CREDITS 8 /* blocks that one bmap_alloc() changes at most, the inode included */
/* How many holes there are at least from index on, 0: it has a block. */
s64 bmap_holes(struct ditto_inode *di, unsigned long index);
/*
 * Free the blocks [first, end) of the file, in as many operations as it takes; the inode is written in
 * each. punch: the file does not end there; pages of the range become holes too.
 */
int bmap_free(struct ditto_inode *di, unsigned long first, unsigned long end, bool punch);
/* Free all blocks from index on, and do not give up for want of memory. */
int truncate_blocks(struct ditto_inode *di, unsigned long index);

/* ---- inode.c ---- */
struct inode *__must_check ditto_iget(struct super_block *sb, u32 ino); /* ERR_PTR */
/* A new inode on the disk and in memory, nlink as given, written, in no directory; ERR_PTR. */
struct inode *__must_check ditto_new_inode(struct log_op *op, struct inode *dir, mode_t mode, dev_t rdev,
					   unsigned int nlink);
/* Undo that: the directory had no room. Drops the reference. */
void ditto_discard_inode(struct log_op *op, struct inode *inode);
void inode_write(struct log_op *op, struct inode *inode); /* to its block */
/* The same after filemap_write(): if nothing is dirty, the size in memory is what the disk may have. */
void inode_write_settled(struct log_op *op, struct inode *inode);
void ditto_dirty_inode(struct inode *inode);
void ditto_evict_inode(struct inode *inode);
struct inode *ditto_alloc_inode(struct super_block *sb);
void ditto_free_inode(struct inode *inode);
void ditto_inode_init_cache(void);
bool inode_clean(struct ditto_inode *di); /* off the list of dirty ones; was it there? */

/* ---- data.c ---- */
extern const struct address_space_operations ditto_aops;
/*
 * Before the file grows beyond `from`: what lies behind its end in the last block shall be zero
 * on the disk too.
 */
int __must_check zero_tail(struct inode *inode);
/*
 * The blocks of pages [first, end) are being freed, by the operation that is open: what is cached
 * shall not reach them.
 */
void forget_pages(struct inode *inode, unsigned long first, unsigned long end);
/* For stat: i_blocks from what belongs to the file and what will. */
void count_blocks(struct ditto_inode *di);

/* ---- flush.c ---- */
int __must_check flusher_start(struct ditto_sb *ds);
void flusher_stop(struct ditto_sb *ds);
/*
 * Start writing every dirty inode's pages, write the inodes; with wait, until the pages have
 * arrived.
 */
int flush_inodes(struct ditto_sb *ds, bool wait);

/* ---- dir.c: dir->lock is held ---- */

/* An entry that was found. Its page is held until slot_put(), so that what follows cannot fail. */
struct slot {
	struct page *page;
	struct dittofs_dirent *de;
	u32 n; /* block of the directory */
};
/* 0; -ENOENT; -EIO, -ENOMEM. Only on success there is something to put. */
int __must_check slot_find(struct inode *dir, const char *name, unsigned int len, struct slot *slot);
void slot_remove(struct log_op *op, struct inode *dir, struct slot *slot);
/* The name stands for another inode from now on. */
void slot_set(struct log_op *op, struct slot *slot, const struct inode *inode);
static inline void slot_put(struct slot *slot)
{
	if (slot->page)
		put_page(slot->page);
	slot->page = NULL;
}

/* All or nothing, but dir itself has to be written in any case: it may have got a block. */
int __must_check dir_add(struct log_op *op, struct inode *dir, const char *name, unsigned int len,
			 const struct inode *inode);
int __must_check dir_init(struct log_op *op, struct inode *dir, struct inode *parent); /* "." and ".." */
int dir_is_empty(struct inode *dir);						       /* 1, 0 or -errno */
int ditto_readdir(struct file *file, struct dir_context *ctx);

extern const struct inode_operations ditto_dir_iops, ditto_file_iops, ditto_symlink_iops, ditto_special_iops;
extern const struct file_operations ditto_dir_fops, ditto_file_fops;

/* ---- file.c ---- */
int ditto_fsync(struct file *file, bool datasync);
int ditto_truncate(struct inode *inode, loff_t size);
int ditto_grow(struct inode *inode, loff_t size); /* the new size is larger */

/* ---- holes.c ---- */
int ditto_fallocate(struct inode *inode, int mode, loff_t off, loff_t len);
loff_t ditto_llseek(struct file *file, loff_t offset, int whence);

#endif
