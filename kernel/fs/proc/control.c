/*
 * Files that do something when they are written: trace and fail-nth. Neither allocates memory when it is read
 * or written, so that fail-nth can be set and asked without being changed by that.
 */
#include "internal.h"
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/trace.h>

/* A decimal number and perhaps a newline; -EINVAL. */
static long read_number(struct iov_iter *from)
{
	char buf[24], *end;
	size_t n = from->count;
	unsigned long value;

	if (!n || n >= sizeof(buf))
		return -EINVAL;
	if (copy_from_iter(buf, n, from) < n)
		return -EFAULT;
	buf[n] = '\0';
	if (buf[0] < '0' || buf[0] > '9')
		return -EINVAL;
	value = strtoul(buf, &end, 10);
	if (*end == '\n')
		end++;
	return *end || value > 0x7fffffff ? -EINVAL : (long)value;
}

/* ---- trace: 1 or 0 switches the writer's own steps, and those of its future children, on or off ---- */

static ssize_t trace_write(struct file *file, struct iov_iter *from, loff_t *pos)
{
	size_t n = from->count;
	long on = read_number(from);

	if (on < 0)
		return on;
	if (on > 1)
		return -EINVAL;
	if (on) {
		trace_clear();
		current->flags |= PF_TRACED;
	} else {
		current->flags &= ~PF_TRACED;
	}
	return n;
}

/* A line that did not fit into what its reader asked for. */
struct trace_reader {
	char line[TRACE_LINE_SIZE];
	int len, pos;
};

static int trace_open(struct inode *inode, struct file *file)
{
	file->private_data = kzalloc(sizeof(struct trace_reader), GFP_KERNEL);
	file->f_mode |= FMODE_STREAM;
	return file->private_data ? 0 : -ENOMEM;
}

static void trace_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
}

static ssize_t trace_read(struct file *file, struct iov_iter *to, loff_t *pos)
{
	struct trace_reader *reader = file->private_data;
	ssize_t done = 0;
	size_t n, copied;

	mutex_lock(&file->f_inode->lock);
	while (to->count) {
		if (reader->pos == reader->len) {
			reader->pos = 0;
			reader->len = trace_read_line(reader->line, sizeof(reader->line));
			if (!reader->len)
				break;
		}
		n = min((size_t)(reader->len - reader->pos), to->count);
		copied = copy_to_iter(reader->line + reader->pos, n, to);
		reader->pos += copied;
		done += copied;
		if (copied < n) {
			if (!done)
				done = -EFAULT;
			break;
		}
	}
	mutex_unlock(&file->f_inode->lock);
	return done;
}

const struct file_operations trace_fops = {
	.open = trace_open,
	.release = trace_release,
	.read = trace_read,
	.write = trace_write,
};

/* ---- fail-nth: which of the writer's allocations fails ---- */

static ssize_t fail_nth_write(struct file *file, struct iov_iter *from, loff_t *pos)
{
	size_t n = from->count;
	long nth;

	if (PROC_I(file->f_inode)->task != current)
		return -EPERM;
	nth = read_number(from);
	if (nth < 0)
		return nth;
	current->fail_nth = nth;
	return n;
}

static ssize_t fail_nth_read(struct file *file, struct iov_iter *to, loff_t *pos)
{
	char buf[24];
	size_t len, n, copied;

	len = snprintf(buf, sizeof(buf), "%lu\n", PROC_I(file->f_inode)->task->fail_nth);
	if (*pos < 0 || *pos >= (loff_t)len)
		return 0;
	n = min(len - (size_t)*pos, to->count);
	copied = copy_to_iter(buf + *pos, n, to);
	*pos += copied;
	return n && !copied ? -EFAULT : (ssize_t)copied;
}

const struct file_operations fail_nth_fops = {
	.read = fail_nth_read,
	.write = fail_nth_write,
};
