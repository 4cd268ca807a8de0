/*
 * Pipes. Bytes go from the writer's memory into pages of the pipe and from there to the reader's: nothing is
 * copied twice. head counts bytes written, tail bytes read:
 *
 *	 pages[0]    pages[1]    pages[2]
 *	|..........|..oooooooo|ooooo.....|		o: written, not read
 *			^ tail		 ^ head
 *
 * A page that has been read goes (one is kept at hand), and an empty pipe starts at 0 again, so that writes of a
 * page fill a page. A writer that has filled a pipe is woken when there is room for PIPE_BUF bytes, a reader
 * that has emptied it when there is any byte. Both hold the lock while they copy: pages may be faulted in
 * meanwhile, which takes mmap_lock only.
 */
#include "internal.h"
#include <abi/ioctl.h>
#include <abi/statfs.h>
#include <kernel/file.h>
#include <kernel/pipe.h>
#include <kernel/poll.h>
#include <kernel/signal.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/syscalls.h>
#include <kernel/task.h>

#define PIPEFS_MAGIC 0x50495045

static struct kmem_cache *pipe_cache;
static struct super_block pipe_sb; /* pipes without a name belong to it */
static atomic_long_t next_ino = ATOMIC_LONG_INIT(1);

static inline unsigned int pipe_used(const struct pipe *pipe)
{
	return READ_ONCE(pipe->head) - READ_ONCE(pipe->tail);
}

static inline void **page_slot(struct pipe *pipe, unsigned int pos)
{
	return &pipe->pages[pos / PAGE_SIZE % PIPE_PAGES];
}

/* ---- Life ---- */

static struct pipe *pipe_alloc(void)
{
	struct pipe *pipe = kmem_cache_alloc(pipe_cache, GFP_KERNEL);

	if (!pipe)
		return NULL;
	memset(pipe, 0, sizeof(*pipe));
	mutex_init(&pipe->lock, "pipe", RANK_PIPE);
	init_waitqueue_head(&pipe->rd_wait);
	init_waitqueue_head(&pipe->wr_wait);
	return pipe;
}

static void pipe_free(struct pipe *pipe)
{
	unsigned int i;

	for (i = 0; i < PIPE_PAGES; i++)
		if (pipe->pages[i])
			put_page(virt_to_page(pipe->pages[i]));
	if (pipe->spare)
		put_page(virt_to_page(pipe->spare));
	kmem_cache_free(pipe_cache, pipe);
}

struct pipe *file_pipe(const struct file *file)
{
	return S_ISFIFO(file->f_inode->i_mode) && !(file->f_mode & FMODE_PATH) ? file->private_data : NULL;
}

/*
 * Sleep on q until woken; the lock is released meanwhile. -EINTR: a signal wants attention. One of many
 * sleepers is woken at a time: who leaves bytes, or room, behind wakes the next.
 */
static int pipe_sleep(struct pipe *pipe, struct wait_queue_head *q)
{
	DEFINE_WAIT(entry);

	prepare_to_wait_exclusive(q, &entry, TASK_INTERRUPTIBLE);
	mutex_unlock(&pipe->lock);
	if (!signal_pending(current))
		schedule();
	finish_wait(q, &entry);
	mutex_lock(&pipe->lock);
	if (!signal_pending(current))
		return 0;
	wake_up(q); /* the wake-up may have been for what we leave behind now */
	return -EINTR;
}

/* ---- Reading ---- */

/* All bytes of the page before tail have been read. It may already hold new ones, a round later. */
static inline void drop_read_page(struct pipe *pipe)
{
	void **slot = page_slot(pipe, pipe->tail - 1);

	if (pipe_used(pipe) > PIPE_SIZE - PAGE_SIZE)
		return;
	if (pipe->spare)
		put_page(virt_to_page(*slot));
	else
		pipe->spare = *slot;
	*slot = NULL;
}

/* Copy from the page that tail is in; the pipe is not empty. False: user memory could not be reached. */
static inline bool take_bytes(struct pipe *pipe, struct iov_iter *to)
{
	unsigned int offset = pipe->tail % PAGE_SIZE;
	size_t n = pipe_used(pipe), copied;

	if (n > to->count)
		n = to->count;
	if (n > PAGE_SIZE - offset)
		n = PAGE_SIZE - offset;
	copied = copy_to_iter((char *)*page_slot(pipe, pipe->tail) + offset, n, to);
	pipe->tail += copied;
	if (pipe->head == pipe->tail) {
		/* Round up to the end of the page, which goes like any other. */
		pipe->head = pipe->tail = ALIGN_UP(pipe->tail, (unsigned int)PAGE_SIZE);
		drop_read_page(pipe);
		pipe->head = pipe->tail = 0;
	} else if (pipe->tail % PAGE_SIZE == 0 && copied) {
		drop_read_page(pipe);
	}
	return copied == n;
}

/* Sleep until there is a byte: 1; 0: there will be none. Or -EAGAIN, -EINTR. */
static __noinline int wait_for_bytes(struct file *file, struct pipe *pipe)
{
	int err;

	while (pipe->head == pipe->tail) {
		if (!pipe->writers)
			return 0;
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		err = pipe_sleep(pipe, &pipe->rd_wait);
		if (err)
			return err;
	}
	return 1;
}

static ssize_t pipe_read(struct file *file, struct iov_iter *to, loff_t *pos)
{
	struct pipe *pipe = file->private_data;
	size_t count = to->count;
	ssize_t ret = 1;
	bool wake = false, more = false;

	if (unlikely(!count))
		return 0;
	mutex_lock(&pipe->lock);
	if (pipe->head == pipe->tail)
		ret = wait_for_bytes(file, pipe);
	if (likely(ret > 0)) {
		while (take_bytes(pipe, to) && to->count && pipe->head != pipe->tail)
			;
		ret = count - to->count;
		if (unlikely(!ret))
			ret = -EFAULT;
		wake = pipe_used(pipe) <= PIPE_SIZE - PIPE_BUF;
		more = pipe->head != pipe->tail;
	}
	mutex_unlock(&pipe->lock);
	if (wake)
		wake_up(&pipe->wr_wait);
	if (unlikely(more))
		wake_up(&pipe->rd_wait);
	return ret;
}

/* ---- Writing ---- */

/* Copy to the page that head is in; there is room. 0, -ENOMEM, -EFAULT; something may be copied all the same. */
static inline int put_bytes(struct pipe *pipe, struct iov_iter *from)
{
	unsigned int offset = pipe->head % PAGE_SIZE;
	void **slot = page_slot(pipe, pipe->head);
	size_t n = PIPE_SIZE - pipe_used(pipe), copied;
	struct page *page;

	if (!*slot) {
		if (pipe->spare) {
			*slot = pipe->spare;
			pipe->spare = NULL;
		} else {
			page = alloc_page(GFP_KERNEL);
			if (!page)
				return -ENOMEM;
			*slot = page_address(page);
		}
	}
	if (n > from->count)
		n = from->count;
	if (n > PAGE_SIZE - offset)
		n = PAGE_SIZE - offset;
	copied = copy_from_iter((char *)*slot + offset, n, from);
	pipe->head += copied;
	return likely(copied == n) ? 0 : -EFAULT;
}

/* The rest of a write that does not fit into a page, or has to wait, or has no readers. need: the room that it
 * takes to go on. */
static __noinline int pipe_write_slow(struct file *file, struct iov_iter *from, size_t need)
{
	struct pipe *pipe = file->private_data;
	int err;

	do {
		if (!pipe->readers) {
			send_signal(SIGPIPE, current);
			err = -EPIPE;
		} else if (PIPE_SIZE - pipe_used(pipe) >= need) {
			err = put_bytes(pipe, from);
			need = 1; /* what has been begun is not waited for: there was room for all */
		} else if (file->f_flags & O_NONBLOCK) {
			err = -EAGAIN;
		} else {
			wake_up(&pipe->rd_wait);
			err = pipe_sleep(pipe, &pipe->wr_wait);
		}
	} while (!err && from->count);
	return err;
}

static ssize_t pipe_write(struct file *file, struct iov_iter *from, loff_t *pos)
{
	struct pipe *pipe = file->private_data;
	size_t count = from->count;
	/* A write of up to PIPE_BUF bytes is not taken apart. */
	size_t need = count <= PIPE_BUF ? count : 1;
	bool more;
	int err = 0;

	if (unlikely(!count))
		return 0;
	mutex_lock(&pipe->lock);
	if (likely(pipe->readers && PIPE_SIZE - pipe_used(pipe) >= need)) {
		err = put_bytes(pipe, from);
		need = 1;
	}
	if (unlikely(from->count && !err))
		err = pipe_write_slow(file, from, need);
	more = PIPE_SIZE - pipe_used(pipe) >= PIPE_BUF;
	mutex_unlock(&pipe->lock);
	count -= from->count;
	if (unlikely(!count))
		return err;
	wake_up(&pipe->rd_wait);
	if (more)
		wake_up(&pipe->wr_wait);
	return count;
}

/* ---- The rest ---- */

static unsigned int pipe_poll(struct file *file, struct poll_table *pt)
{
	struct pipe *pipe = file->private_data;
	unsigned int events = 0;

	if (file->f_mode & FMODE_READ) {
		poll_wait(file, &pipe->rd_wait, pt);
		if (pipe_used(pipe))
			events |= POLLIN | POLLRDNORM;
		/* A FIFO that nobody has opened for writing yet has nobody who could have hung up. */
		if (!READ_ONCE(pipe->writers) && READ_ONCE(pipe->write_opens))
			events |= POLLHUP;
	}
	if (file->f_mode & FMODE_WRITE) {
		poll_wait(file, &pipe->wr_wait, pt);
		if (PIPE_SIZE - pipe_used(pipe) >= PIPE_BUF)
			events |= POLLOUT | POLLWRNORM;
		if (!READ_ONCE(pipe->readers))
			events |= POLLERR;
	}
	return events;
}

static long pipe_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct pipe *pipe = file->private_data;
	int used = pipe_used(pipe);

	if (cmd != FIONREAD)
		return -ENOTTY;
	return put_user(used, (int __user *)arg);
}

static void pipe_release(struct inode *inode, struct file *file)
{
	struct pipe *pipe = file->private_data;
	bool last;

	mutex_lock(&pipe->lock);
	if (file->f_mode & FMODE_READ)
		pipe->readers--;
	if (file->f_mode & FMODE_WRITE)
		pipe->writers--;
	mutex_unlock(&pipe->lock);
	/* Those on the other side may be the only ones now. */
	wake_up_all(&pipe->rd_wait);
	wake_up_all(&pipe->wr_wait);

	mutex_lock(&inode->lock);
	last = --pipe->files == 0;
	if (last)
		inode->i_pipe = NULL;
	mutex_unlock(&inode->lock);
	if (last)
		pipe_free(pipe);
}

static const struct file_operations pipe_fops = {
	.read = pipe_read,
	.write = pipe_write,
	.poll = pipe_poll,
	.ioctl = pipe_ioctl,
	.release = pipe_release,
};

/* ---- FIFOs: pipes with a name ---- */

/* The FIFO's pipe, one file more; NULL without memory. */
static struct pipe *fifo_get_pipe(struct inode *inode)
{
	struct pipe *pipe;

	mutex_lock(&inode->lock);
	if (!inode->i_pipe)
		inode->i_pipe = pipe_alloc();
	pipe = inode->i_pipe;
	if (pipe)
		pipe->files++;
	mutex_unlock(&inode->lock);
	return pipe;
}

/* Whoever opens one end waits for somebody to open the other, be it only for a moment. */
static int fifo_wait(struct pipe *pipe, const unsigned int *opens, struct wait_queue_head *q)
{
	unsigned int seen = *opens;
	int err = 0;

	while (*opens == seen && !err)
		err = pipe_sleep(pipe, q);
	return *opens == seen ? err : 0;
}

static int fifo_open(struct inode *inode, struct file *file)
{
	struct pipe *pipe = fifo_get_pipe(inode);
	int err = 0;

	if (!pipe)
		return -ENOMEM;
	file->private_data = pipe;
	file->f_op = &pipe_fops;
	file->f_mode |= FMODE_STREAM;
	mutex_lock(&pipe->lock);
	if (file->f_mode & FMODE_READ) {
		pipe->readers++;
		pipe->read_opens++;
		wake_up_all(&pipe->wr_wait);
	}
	if (file->f_mode & FMODE_WRITE) {
		pipe->writers++;
		pipe->write_opens++;
		wake_up_all(&pipe->rd_wait);
	}
	if (!pipe->writers && !(file->f_flags & O_NONBLOCK))
		err = fifo_wait(pipe, &pipe->write_opens, &pipe->rd_wait);
	else if (!pipe->readers)
		err = file->f_flags & O_NONBLOCK ? -ENXIO : fifo_wait(pipe, &pipe->read_opens, &pipe->wr_wait);
	mutex_unlock(&pipe->lock);
	if (err)
		pipe_release(inode, file);
	return err;
}

const struct file_operations fifo_fops = {
	.open = fifo_open,
};

/* ---- pipe2 ---- */

static struct inode *new_pipe_inode(void)
{
	struct inode *inode = new_inode(&pipe_sb);

	if (!inode)
		return NULL;
	inode->i_pipe = pipe_alloc();
	if (!inode->i_pipe) {
		iput(inode);
		return NULL;
	}
	inode->i_ino = atomic_long_inc_return(&next_ino);
	inode->i_mode = S_IFIFO | 0600;
	inode->i_fop = &fifo_fops; /* when it is opened through /proc/PID/fd */
	return inode;
}

static struct file *pipe_end(struct inode *inode, int flags)
{
	struct file *file = alloc_file(inode, &pipe_fops, flags);

	if (!file)
		return NULL;
	file->private_data = inode->i_pipe;
	file->f_mode |= FMODE_STREAM;
	return file;
}

/* Both ends of a new pipe. 0 or -ENOMEM. */
static int create_pipe(struct file *ends[2], int flags)
{
	struct inode *inode = new_pipe_inode();
	struct pipe *pipe;

	if (!inode)
		return -ENOMEM;
	pipe = inode->i_pipe;
	ends[0] = pipe_end(inode, O_RDONLY | flags);
	if (!ends[0]) {
		pipe_free(pipe);
		iput(inode);
		return -ENOMEM;
	}
	pipe->readers = pipe->read_opens = pipe->files = 1;
	ends[1] = pipe_end(inode, O_WRONLY | flags);
	if (!ends[1]) {
		fput(ends[0]);
		return -ENOMEM;
	}
	ihold(inode);
	pipe->writers = pipe->write_opens = 1;
	pipe->files = 2;
	return 0;
}

static int reserve_two_fds(int fds[2], bool cloexec)
{
	fds[0] = get_unused_fd(0, cloexec);
	if (fds[0] < 0)
		return fds[0];
	fds[1] = get_unused_fd(0, cloexec);
	if (fds[1] >= 0)
		return 0;
	put_unused_fd(fds[0]);
	return fds[1];
}

long sys_pipe2(int __user *ufds, int flags)
{
	struct file *ends[2];
	int fds[2], err;

	if (flags & ~(O_CLOEXEC | O_NONBLOCK | O_DIRECT))
		return -EINVAL;
	if (flags & O_DIRECT) /* packets: not offered */
		return -EINVAL;
	err = create_pipe(ends, flags & O_NONBLOCK);
	if (err)
		return err;
	err = reserve_two_fds(fds, flags & O_CLOEXEC);
	if (err)
		goto put_files;
	err = -EFAULT;
	if (copy_to_user(ufds, fds, sizeof(fds)))
		goto put_fds;
	fd_install(fds[0], ends[0]);
	fd_install(fds[1], ends[1]);
	return 0;

put_fds:
	put_unused_fd(fds[0]);
	put_unused_fd(fds[1]);
put_files:
	fput(ends[0]);
	fput(ends[1]);
	return err;
}

static int pipe_statfs(struct super_block *sb, struct statfs *st)
{
	st->f_type = PIPEFS_MAGIC;
	return 0;
}

static const struct super_operations pipe_sb_ops = {
	.statfs = pipe_statfs,
};

void pipe_init(void)
{
	pipe_cache = kmem_cache_create("pipe", sizeof(struct pipe), 0);
	pipe_sb.s_op = &pipe_sb_ops;
	pipe_sb.s_dev = DEV_MAKE(0, 1);
	pipe_sb.s_blocksize = PAGE_SIZE;
	INIT_LIST_HEAD(&pipe_sb.s_inodes);
}
