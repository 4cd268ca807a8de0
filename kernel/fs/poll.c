/*
 * ppoll. Each round asks every file, which also queues this task wherever the file's answer would be
 * announced. Unless one is ready it then says that it sleeps and asks all again: a file may have become ready,
 * and woken nobody, while the files after it were still being asked. Now whoever becomes ready ends the sleep.
 */
#include "internal.h"
#include <kernel/file.h>
#include <kernel/limits.h>
#include <kernel/poll.h>
#include <kernel/signal.h>
#include <kernel/slab.h>
#include <kernel/syscalls.h>
#include <kernel/task.h>
#include <kernel/time.h>

#define FAST_FDS 8

void poll_wait(struct file *file, struct wait_queue_head *queue, struct poll_table *pt)
{
	struct poll_entry *entry;

	if (!pt || pt->nr == pt->max)
		return;
	entry = &pt->entries[pt->nr++];
	get_file(file);
	entry->file = file;
	entry->queue = queue;
	entry->wait = (struct wait_queue_entry){ .task = current };
	INIT_LIST_HEAD(&entry->wait.link);
	prepare_to_wait(queue, &entry->wait, TASK_RUNNING);
}

static void leave_queues(struct poll_table *pt)
{
	__set_current_state(TASK_RUNNING);
	while (pt->nr) {
		struct poll_entry *entry = &pt->entries[--pt->nr];

		finish_wait(entry->queue, &entry->wait);
		fput(entry->file);
	}
}

static short poll_fd(int fd, short events, struct poll_table *pt)
{
	unsigned int ready = POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM;
	struct file *file;
	struct fd f;

	if (fd < 0)
		return 0;
	f = fdget(fd);
	file = fd_file(f);
	if (!file || file->f_mode & FMODE_PATH) {
		fdput(f);
		return POLLNVAL;
	}
	if (file->f_op->poll)
		ready = file->f_op->poll(file, pt);
	fdput(f);
	return ready & (events | POLLERR | POLLHUP);
}

/* How many are ready. Once one is, the others are asked without being waited for. */
static int poll_all(struct pollfd *fds, unsigned int n, struct poll_table *pt)
{
	unsigned int i;
	int ready = 0;

	for (i = 0; i < n; i++) {
		fds[i].revents = poll_fd(fds[i].fd, fds[i].events, ready ? NULL : pt);
		if (fds[i].revents)
			ready++;
	}
	return ready;
}

/* 0, or -EINTR. */
static int poll_sleep(u64 deadline, u64 now)
{
	if (signal_pending(current))
		return -EINTR;
	if (deadline == TIME_NEVER)
		schedule();
	else
		schedule_timeout(deadline - now);
	return 0;
}

/* deadline: of clock_ns(), or TIME_NEVER. */
static int do_poll(struct pollfd *fds, unsigned int n, u64 deadline, struct poll_table *pt)
{
	u64 now;
	int ready;

	for (;;) {
		ready = poll_all(fds, n, pt);
		now = deadline == TIME_NEVER ? 0 : clock_ns();
		if (!ready && now < deadline) {
			set_current_state(TASK_INTERRUPTIBLE);
			ready = poll_all(fds, n, NULL);
			if (!ready)
				ready = poll_sleep(deadline, now);
		}
		leave_queues(pt);
		if (ready || (deadline != TIME_NEVER && clock_ns() >= deadline))
			return ready;
	}
}

static int poll_user(struct pollfd __user *ufds, unsigned int n, u64 deadline)
{
	struct pollfd fast_fds[FAST_FDS], *fds = fast_fds;
	struct poll_entry fast_entries[FAST_FDS];
	struct poll_table pt = { .entries = fast_entries, .max = FAST_FDS };
	void *block = NULL;
	unsigned int i;
	int ret;

	if (n > FAST_FDS / 2) { /* no file has more than two queues */
		block = kmalloc(n * (sizeof(struct pollfd) + 2 * sizeof(struct poll_entry)), GFP_KERNEL);
		if (!block)
			return -ENOMEM;
		pt.entries = block;
		pt.max = 2 * n;
		fds = (struct pollfd *)(pt.entries + pt.max);
	}
	ret = -EFAULT;
	if (copy_from_user(fds, ufds, n * sizeof(struct pollfd)))
		goto out;
	ret = do_poll(fds, n, deadline, &pt);
	for (i = 0; i < n && ret >= 0; i++)
		if (put_user(fds[i].revents, &ufds[i].revents))
			ret = -EFAULT;
out:
	kfree(block);
	return ret;
}

long do_ppoll(struct pollfd __user *fds, unsigned int n, const struct __kernel_timespec *timeout,
	      const sigset_t __user *sigmask, size_t sigsetsize)
{
	sigset_t blocked = current->blocked, set;
	u64 deadline = TIME_NEVER, now, ns;
	long ret;

	if (n > rlimit(RLIMIT_NOFILE))
		return -EINVAL;
	if (timeout) {
		ret = timespec_to_ns(timeout, &ns);
		if (ret)
			return ret;
		now = clock_ns();
		deadline = ns < TIME_NEVER - 1 - now ? now + ns : TIME_NEVER;
	}
	if (sigmask) {
		if (sigsetsize != sizeof(sigset_t))
			return -EINVAL;
		if (copy_from_user(&set, sigmask, sizeof(set)))
			return -EFAULT;
		set_current_blocked(&set);
	}
	ret = poll_user(fds, n, deadline);
	if (sigmask)
		set_current_blocked(&blocked);
	return ret;
}

long sys_ppoll(struct pollfd __user *fds, unsigned int n, const struct __kernel_timespec __user *timeout,
	       const sigset_t __user *sigmask, size_t sigsetsize)
{
	struct __kernel_timespec ts;

	if (timeout && get_timespec(&ts, timeout))
		return -EFAULT;
	return do_ppoll(fds, n, timeout ? &ts : NULL, sigmask, sigsetsize);
}

/* timeout in milliseconds; negative: for ever. */
long sys_poll(struct pollfd __user *fds, unsigned int n, int timeout)
{
	u64 deadline = TIME_NEVER;

	if (n > rlimit(RLIMIT_NOFILE))
		return -EINVAL;
	if (timeout >= 0)
		deadline = clock_ns() + (u64)timeout * NSEC_PER_MSEC;
	return poll_user(fds, n, deadline);
}
