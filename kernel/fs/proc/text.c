/* Files with a show(): a page of text to begin with, more if it does not fit. */
#include "internal.h"
#include <kernel/slab.h>
#include <kernel/string.h>

#define MAX_TEXT (4u << 20)

void proc_printf(struct proc_text *text, const char *fmt, ...)
{
	va_list args;
	size_t room = text->size - text->len, len;

	va_start(args, fmt);
	len = vsnprintf(text->buf + text->len, room, fmt, args);
	va_end(args);
	if (len >= room) {
		text->full = true;
		len = room ? room - 1 : 0;
	}
	text->len += len;
}

void proc_write(struct proc_text *text, const void *data, size_t n)
{
	if (n > text->size - text->len) {
		text->full = true;
		n = text->size - text->len;
	}
	memcpy(text->buf + text->len, data, n);
	text->len += n;
}

/* The file's text, made now; ERR_PTR. */
static struct proc_text *make_text(struct proc_inode *pi)
{
	size_t size = PAGE_SIZE - sizeof(struct proc_text);
	struct proc_text *text;
	int err;

	for (;;) {
		text = kmalloc(sizeof(*text) + size, GFP_KERNEL);
		if (!text)
			return ERR_PTR(-ENOMEM);
		*text = (struct proc_text){ .buf = (char *)(text + 1), .size = size };
		err = pi->entry->show(text, pi->task);
		if (!err && !text->full)
			return text;
		kfree(text);
		size = 2 * size + sizeof(*text);
		if (err || size > MAX_TEXT)
			return ERR_PTR(err ? err : -EFBIG);
	}
}

/* Made anew by each read from the beginning. */
static int refresh_text(struct file *file)
{
	struct proc_text *text = make_text(PROC_I(file->f_inode)), *old;

	if (IS_ERR(text))
		return PTR_ERR(text);
	mutex_lock(&file->f_inode->lock);
	old = file->private_data;
	file->private_data = text;
	mutex_unlock(&file->f_inode->lock);
	kfree(old);
	return 0;
}

static ssize_t text_read(struct file *file, struct iov_iter *to, loff_t *pos)
{
	struct proc_text *text;
	size_t n, copied;
	int err = 0;

	if (*pos == 0 || !file->private_data)
		err = refresh_text(file);
	if (err)
		return err;
	/* Against another reader that replaces the text. */
	mutex_lock(&file->f_inode->lock);
	text = file->private_data;
	n = *pos < (loff_t)text->len ? min(text->len - (size_t)*pos, to->count) : 0;
	copied = copy_to_iter(text->buf + *pos, n, to);
	mutex_unlock(&file->f_inode->lock);
	*pos += copied;
	return n && !copied ? -EFAULT : (ssize_t)copied;
}

static void text_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
}

const struct file_operations proc_text_fops = {
	.read = text_read,
	.release = text_release,
};
