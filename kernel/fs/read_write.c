/*
 * read, write and their relatives: descriptors and user pointers become a struct file, an iov_iter and a
 * position, and the file does the rest.
 *
 * A file's own position is used by one call at a time. Whoever has the file alone (one task, one descriptor)
 * need not lock for that; streams have no position.
 */
#include "internal.h"
#include <abi/limits.h>
#include <kernel/file.h>
#include <kernel/slab.h>
#include <kernel/syscalls.h>
#include <kernel/task.h>

#define MAX_RW_COUNT ((size_t)INT32_MAX & PAGE_MASK) /* bytes of one call, as Linux has it */

/* ---- One transfer ---- */

static inline bool pos_lock(struct file *file)
{
	if (file->f_mode & FMODE_STREAM || atomic_long_read(&file->f_count) == 1)
		return false;
	mutex_lock(&file->f_pos_lock);
	return true;
}

/* With a position of the caller's, or (pos NULL) the file's own. */
static ssize_t do_read(struct file *file, struct iov_iter *to, loff_t *pos)
{
	ssize_t ret;
	bool locked;

	if (unlikely(!file->f_op->read))
		return S_ISDIR(file->f_inode->i_mode) ? -EISDIR : -EINVAL;
	if (pos)
		return file->f_op->read(file, to, pos);
	locked = pos_lock(file);
	ret = file->f_op->read(file, to, &file->f_pos);
	if (unlikely(locked))
		mutex_unlock(&file->f_pos_lock);
	return ret;
}

static ssize_t do_write(struct file *file, struct iov_iter *from, loff_t *pos)
{
	ssize_t ret;
	bool locked;

	if (unlikely(!file->f_op->write))
		return -EINVAL;
	if (pos)
		return file->f_op->write(file, from, pos);
	locked = pos_lock(file);
	ret = file->f_op->write(file, from, &file->f_pos);
	if (unlikely(locked))
		mutex_unlock(&file->f_pos_lock);
	return ret;
}

/* Streams have no offset to read at, and no file goes beyond the largest offset. */
static int check_offset(struct file *file, loff_t pos, size_t n)
{
	if (pos > INT64_MAX - (loff_t)min(n, MAX_RW_COUNT))
		return -EINVAL;
	return file->f_mode & FMODE_STREAM ? -ESPIPE : 0;
}

/* ---- One buffer ---- */

typedef ssize_t (*transfer_t)(struct file *file, struct iov_iter *iter, loff_t *pos);

/* At *pos, or without one at the file's own offset. Inline: each caller is one plain path. */
static __always_inline ssize_t do_buffer(unsigned int fd, const char __user *buf, size_t n, loff_t *pos,
					 unsigned int mode, transfer_t transfer)
{
	struct fd f = fdget(fd);
	struct file *file = fd_file(f);
	struct iov_iter iter;
	ssize_t ret;

	if (unlikely(!file))
		return -EBADF;
	iov_iter_user(&iter, buf, min(n, MAX_RW_COUNT));
	ret = pos ? check_offset(file, *pos, n) : 0;
	if (!ret && unlikely(!(file->f_mode & mode)))
		ret = -EBADF;
	if (!ret)
		ret = access_ok(buf, n) ? transfer(file, &iter, pos) : -EFAULT;
	fdput(f);
	return ret;
}

long sys_read(unsigned int fd, char __user *buf, size_t n)
{
	return do_buffer(fd, buf, n, NULL, FMODE_READ, do_read);
}

long sys_write(unsigned int fd, const char __user *buf, size_t n)
{
	return do_buffer(fd, buf, n, NULL, FMODE_WRITE, do_write);
}

long sys_pread64(unsigned int fd, char __user *buf, size_t n, loff_t pos)
{
	if (pos < 0)
		return -EINVAL;
	return do_buffer(fd, buf, n, &pos, FMODE_READ, do_read);
}

long sys_pwrite64(unsigned int fd, const char __user *buf, size_t n, loff_t pos)
{
	if (pos < 0)
		return -EINVAL;
	return do_buffer(fd, buf, n, &pos, FMODE_WRITE, do_write);
}

/* ---- Several buffers ---- */

#define FAST_IOVS 8

/* An iovec array in the kernel, small ones on the stack. */
struct iovs {
	struct iovec *v;
	struct iovec small[FAST_IOVS];
};

static int import_iovec(const struct iovec __user *uvec, unsigned long n, struct iovs *iovs, struct iov_iter *iter)
{
	size_t left = MAX_RW_COUNT;
	unsigned long i;
	int err;

	if (n > UIO_MAXIOV)
		return -EINVAL;
	iovs->v = iovs->small;
	if (n > FAST_IOVS) {
		iovs->v = kmalloc(n * sizeof(struct iovec), GFP_KERNEL);
		if (!iovs->v)
			return -ENOMEM;
	}
	err = -EFAULT;
	if (copy_from_user(iovs->v, uvec, n * sizeof(struct iovec)))
		goto fail;
	for (i = 0; i < n; i++) {
		struct iovec *v = &iovs->v[i];

		err = -EINVAL;
		if ((ssize_t)v->iov_len < 0)
			goto fail;
		err = -EFAULT;
		if (!access_ok(v->iov_base, v->iov_len))
			goto fail;
		v->iov_len = min(v->iov_len, left);
		left -= v->iov_len;
	}
	*iter = (struct iov_iter){ .count = MAX_RW_COUNT - left, .next = iovs->v };
	/* All in one piece is the common case, and the fast one. */
	if (n && iovs->v[0].iov_len) {
		iter->base = iovs->v[0].iov_base;
		iter->len = iovs->v[0].iov_len;
		iter->next++;
	}
	return 0;

fail:
	if (iovs->v != iovs->small)
		kfree(iovs->v);
	return err;
}

static ssize_t do_vector(unsigned int fd, const struct iovec __user *uvec, unsigned long n, loff_t *pos,
			 unsigned int mode, transfer_t transfer)
{
	struct iov_iter iter;
	struct iovs iovs;
	struct file *file;
	struct fd f;
	ssize_t ret;

	if (pos && *pos < 0)
		return -EINVAL;
	f = fdget(fd);
	file = fd_file(f);
	if (!file)
		return -EBADF;
	ret = pos ? check_offset(file, *pos, 0) : 0;
	if (!ret && !(file->f_mode & mode))
		ret = -EBADF;
	if (ret)
		goto out;
	ret = import_iovec(uvec, n, &iovs, &iter);
	if (ret)
		goto out;
	ret = transfer(file, &iter, pos);
	if (iovs.v != iovs.small)
		kfree(iovs.v);
out:
	fdput(f);
	return ret;
}

long sys_readv(unsigned int fd, const struct iovec __user *vec, unsigned long n)
{
	return do_vector(fd, vec, n, NULL, FMODE_READ, do_read);
}

long sys_writev(unsigned int fd, const struct iovec __user *vec, unsigned long n)
{
	return do_vector(fd, vec, n, NULL, FMODE_WRITE, do_write);
}

/* The offset comes in two longs; on a 64-bit machine the first holds it all. */
static loff_t two_longs(unsigned long low, unsigned long high)
{
	return (loff_t)(sizeof(long) == 8 ? (u64)low : (u64)high << 32 | low);
}

long sys_preadv(unsigned int fd, const struct iovec __user *vec, unsigned long n, unsigned long low,
		unsigned long high)
{
	loff_t pos = two_longs(low, high);

	return do_vector(fd, vec, n, &pos, FMODE_READ, do_read);
}

long sys_pwritev(unsigned int fd, const struct iovec __user *vec, unsigned long n, unsigned long low,
		 unsigned long high)
{
	loff_t pos = two_longs(low, high);

	return do_vector(fd, vec, n, &pos, FMODE_WRITE, do_write);
}

/* ---- The kernel's own ---- */

ssize_t kernel_read(struct file *file, void *buf, size_t n, loff_t pos)
{
	struct iov_iter iter;

	if (!(file->f_mode & FMODE_READ))
		return -EBADF;
	iov_iter_kernel(&iter, buf, n);
	return do_read(file, &iter, &pos);
}

/* ---- Positions ---- */

loff_t generic_file_llseek(struct file *file, loff_t offset, int whence)
{
	loff_t size = i_size_read(file->f_inode), base;

	switch (whence) {
	case SEEK_SET:
		base = 0;
		break;
	case SEEK_CUR:
		base = file->f_pos;
		break;
	case SEEK_END:
		base = size;
		break;
	default: /* SEEK_DATA, SEEK_HOLE: without knowledge of holes all is data, up to a hole at the end */
		if (offset < 0 || offset >= size)
			return -ENXIO;
		return file->f_pos = whence == SEEK_DATA ? offset : size;
	}
	if (__builtin_add_overflow(base, offset, &offset) || offset < 0 || offset > file->f_inode->i_sb->s_maxbytes)
		return -EINVAL;
	return file->f_pos = offset;
}

static loff_t seek_change(struct inode *inode, loff_t offset, bool hole, find_change_t find)
{
	loff_t size = inode->i_size, found;
	s64 index;

	if (offset < 0 || offset >= size)
		return -ENXIO;
	index = find(inode, (u64)offset >> PAGE_SHIFT, size_in_pages(size), hole);
	if (index < 0)
		return index;
	if (index <= (offset >> PAGE_SHIFT))
		return offset;
	/* The largest size has no page behind it that could be told in bytes. */
	found = index < (size >> PAGE_SHIFT) + 1 ? (loff_t)index << PAGE_SHIFT : size;
	if (found >= size)
		return hole ? size : -ENXIO;
	return found;
}

loff_t llseek_with_holes(struct file *file, loff_t offset, int whence, find_change_t find)
{
	struct inode *inode = file->f_inode;

	if (whence != SEEK_DATA && whence != SEEK_HOLE)
		return generic_file_llseek(file, offset, whence);
	mutex_lock(&inode->lock);
	offset = seek_change(inode, offset, whence == SEEK_HOLE, find);
	mutex_unlock(&inode->lock);
	if (offset >= 0)
		file->f_pos = offset;
	return offset;
}

static loff_t do_llseek(struct file *file, loff_t offset, int whence)
{
	loff_t pos;
	bool locked;

	if (file->f_mode & FMODE_PATH)
		return -EBADF;
	if ((unsigned int)whence > SEEK_HOLE)
		return -EINVAL;
	if (file->f_mode & FMODE_STREAM)
		return -ESPIPE;
	locked = pos_lock(file);
	if (file->f_op->llseek)
		pos = file->f_op->llseek(file, offset, whence);
	else
		pos = generic_file_llseek(file, offset, whence);
	if (locked)
		mutex_unlock(&file->f_pos_lock);
	return pos;
}

long sys_lseek(unsigned int fd, long offset, int whence)
{
	struct fd f = fdget(fd);
	loff_t pos;

	if (!fd_file(f))
		return -EBADF;
	pos = do_llseek(fd_file(f), offset, whence);
	fdput(f);
	return (long)pos == pos ? (long)pos : -EOVERFLOW;
}

long sys_llseek(unsigned int fd, unsigned long high, unsigned long low, loff_t __user *result, int whence)
{
	struct fd f = fdget(fd);
	loff_t pos;

	if (!fd_file(f))
		return -EBADF;
	pos = do_llseek(fd_file(f), (loff_t)((u64)high << 32 | (u32)low), whence);
	fdput(f);
	if (pos < 0)
		return pos;
	return put_user(pos, result);
}

/* ---- File to file ---- */

/* Through one page of the kernel; from must have a position, to need not. */
static ssize_t copy_file(struct file *to, struct file *from, loff_t *pos, size_t n)
{
	char *buf = kmalloc(PAGE_SIZE, GFP_KERNEL);
	struct iov_iter iter;
	ssize_t got, put = 0, done = 0;
	loff_t start;

	if (!buf)
		return -ENOMEM;
	while (done < n) {
		start = *pos;
		iov_iter_kernel(&iter, buf, min(n - done, (size_t)PAGE_SIZE));
		got = do_read(from, &iter, pos);
		if (got <= 0) {
			put = got;
			break;
		}
		iov_iter_kernel(&iter, buf, got);
		put = do_write(to, &iter, NULL);
		if (put != got) { /* what was not written is not read either */
			if (put > 0)
				done += put;
			if (*pos != start) /* a device's stays where it is */
				*pos = start + max(put, (ssize_t)0);
			break;
		}
		done += put;
		if (fatal_signal_pending(current))
			break;
		cond_resched();
	}
	kfree(buf);
	return done ? done : put;
}

/* offset NULL: at from's position. */
long do_sendfile(unsigned int out_fd, unsigned int in_fd, loff_t *offset, size_t n)
{
	struct fd in = fdget(in_fd), out = fdget(out_fd);
	struct file *from = fd_file(in), *to = fd_file(out);
	loff_t pos;
	long ret;

	ret = -EBADF;
	if (!from || !to || !(from->f_mode & FMODE_READ) || !(to->f_mode & FMODE_WRITE))
		goto out;
	ret = -EINVAL;
	if (to->f_flags & O_APPEND)
		goto out;
	ret = offset ? -ESPIPE : -EINVAL;
	if (from->f_mode & FMODE_STREAM)
		goto out;
	pos = offset ? *offset : from->f_pos;
	ret = -EINVAL;
	if (pos < 0)
		goto out;
	ret = copy_file(to, from, &pos, min(n, MAX_RW_COUNT));
	if (ret > 0)
		*(offset ? offset : &from->f_pos) = pos;
out:
	if (from)
		fdput(in);
	if (to)
		fdput(out);
	return ret;
}

long sys_sendfile(unsigned int out_fd, unsigned int in_fd, loff_t __user *offset, size_t n)
{
	loff_t pos;
	long ret;

	if (!offset)
		return do_sendfile(out_fd, in_fd, NULL, n);
	if (get_user(pos, offset))
		return -EFAULT;
	ret = do_sendfile(out_fd, in_fd, &pos, n);
	return put_user(pos, offset) ? -EFAULT : ret;
}
