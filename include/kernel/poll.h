/* poll: asking files whether they are ready, and sleeping until one is. */
#ifndef KERNEL_POLL_H
#define KERNEL_POLL_H

#include <abi/poll.h>
#include <abi/signal.h>
#include <kernel/compiler.h>
#include <kernel/wait.h>

struct __kernel_timespec;
struct file;

struct poll_entry {
	struct wait_queue_entry wait;
	struct wait_queue_head *queue;
	struct file *file; /* holds a reference, so that the queue stays */
};

struct poll_table {
	struct poll_entry *entries;
	unsigned int nr, max;
};

/* A file's poll() calls this for each queue that is woken when its answer may change. pt NULL: nobody will wait. */
void poll_wait(struct file *file, struct wait_queue_head *queue, struct poll_table *pt);

/* The system call, its timeout fetched; NULL: for ever. */
long do_ppoll(struct pollfd __user *fds, unsigned int n, const struct __kernel_timespec *timeout,
	      const sigset_t __user *sigmask, size_t sigsetsize);

#endif
