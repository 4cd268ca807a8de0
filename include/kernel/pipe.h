/* Pipes and FIFOs: a ring of bytes in up to 16 pages. */
#ifndef KERNEL_PIPE_H
#define KERNEL_PIPE_H

#include <abi/limits.h>
#include <arch/page.h>
#include <kernel/mutex.h>
#include <kernel/types.h>
#include <kernel/wait.h>

struct file;

#define PIPE_PAGES (PIPE_SIZE / PAGE_SIZE)

/* Locks: [l] lock  [i] the inode's lock */
struct pipe {
	struct mutex lock;		      /* rank PIPE; held while user memory is copied */
	unsigned int head, tail;	      /* [l] bytes written and read; both begin at 0 again when it is empty */
	unsigned int readers, writers;	      /* [l] open files of each kind */
	unsigned int read_opens, write_opens; /* [l] how many there ever were: an open() waits for the next */
	unsigned int files;		      /* [i] open files: with the last the pipe goes */
	struct wait_queue_head rd_wait, wr_wait;
	void *spare;		 /* [l] a page to take for the next that is needed */
	void *pages[PIPE_PAGES]; /* [l] byte n is in page n / PAGE_SIZE % PIPE_PAGES; addresses */
};

/* The pipe that file is an end of, or NULL. */
struct pipe *file_pipe(const struct file *file);

#endif
