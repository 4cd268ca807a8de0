/*
 * The one lock order. A lock may be taken only while every lock held has a smaller rank; two of
 * the same rank only with the _nested calls, in the order their comment gives. docs/locking.md
 * draws it. Debug builds panic on anything else, with both names.
 */
#ifndef KERNEL_LOCKRANK_H
#define KERNEL_LOCKRANK_H

enum lock_rank {
	RANK_NONE, /* not checked */
	/* sleeping locks */
	RANK_FPOS,    /* file->f_pos_lock */
	RANK_MOUNT,   /* the mount table */
	RANK_RENAME,  /* one directory move at a time */
	RANK_DIR,     /* inode->lock of a directory */
	RANK_INODE,   /* inode->lock of anything else */
	RANK_PIPE,    /* pipe->lock */
	RANK_TTY,     /* a reader, or a writer, of the console */
	RANK_CONTEXT, /* the port's share of an mm */
	RANK_MMAP,    /* mm->mmap_lock */
	RANK_I_MMAP,  /* the areas that map a file */
	RANK_PAGE,    /* a page-cache page: PG_locked, which the checker does not see */
	RANK_FSLOG,   /* dittofs: one commit at a time; the list of orphans */
	RANK_BLOCK,   /* dittofs: an inode's map_lock */
	/* spinlocks */
	RANK_FILES,	/* files_struct, fs_struct */
	RANK_ICACHE,	/* inode and name caches */
	RANK_PT,	/* mm->page_table_lock */
	RANK_MAPPING,	/* address_space->tree_lock; spinlocks of dittofs and tmpfs */
	RANK_TASKLIST,	/* tasklist_lock: parents, children, pids */
	RANK_TASK,	/* task->alloc_lock */
	RANK_PID,	/* pid numbers */
	RANK_SIGHAND,	/* signals of one process */
	RANK_DEVICE,	/* a driver's queue; the list of block devices */
	RANK_TIMER,	/* per-CPU timers */
	RANK_WAITQUEUE, /* wait_queue_head->lock, and the locks inside mutex, rwsem, completion */
	RANK_RQ,	/* run queues; never two at a time */
	RANK_SLAB,
	RANK_KMAP,  /* kernel stacks, and their page tables */
	RANK_ALLOC, /* the buddy allocator */
	RANK_TRACE,
	RANK_CONSOLE,
};

#endif
