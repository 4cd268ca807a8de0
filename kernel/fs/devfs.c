/*
 * Devices: the character devices that are only code, and /dev, a tmpfs that comes with a node for each
 * device that the kernel has.
 */
#include "internal.h"
#include <kernel/block.h>
#include <kernel/file.h>
#include <kernel/filemap.h>
#include <kernel/poll.h>
#include <kernel/random.h>
#include <kernel/string.h>
#include <kernel/task.h>
#include <kernel/tty.h>

/* ---- null, zero, full, random ---- */

static ssize_t read_nothing(struct file *file, struct iov_iter *to, loff_t *pos)
{
	return 0;
}

static ssize_t write_away(struct file *file, struct iov_iter *from, loff_t *pos)
{
	size_t n = from->count;

	from->count = 0;
	return n;
}

static ssize_t read_zero(struct file *file, struct iov_iter *to, loff_t *pos)
{
	size_t n, copied, done = 0;

	while (to->count) {
		n = min(to->count, (size_t)PAGE_SIZE);
		copied = zero_iter(n, to);
		done += copied;
		if (copied < n)
			return done ? done : -EFAULT;
		if (signal_pending(current))
			break;
		cond_resched();
	}
	return done;
}

static ssize_t write_full(struct file *file, struct iov_iter *from, loff_t *pos)
{
	return from->count ? -ENOSPC : 0;
}

static ssize_t read_random(struct file *file, struct iov_iter *to, loff_t *pos)
{
	size_t n, copied, done = 0;
	u8 buf[128];

	while (to->count) {
		n = min(to->count, sizeof(buf));
		get_random_bytes(buf, n);
		copied = copy_to_iter(buf, n, to);
		done += copied;
		if (copied < n)
			return done ? done : -EFAULT;
		if (signal_pending(current))
			break;
		cond_resched();
	}
	return done;
}

/* The position of these says nothing, and can be set to anything. */
static loff_t seek_anywhere(struct file *file, loff_t offset, int whence)
{
	return file->f_pos = 0;
}

#define CHAR_FOPS(reader, writer)                                        \
	{                                                                \
		.read = reader, .write = writer, .llseek = seek_anywhere \
	}

static const struct file_operations null_fops = CHAR_FOPS(read_nothing, write_away);
/* Private mappings of /dev/zero are anonymous memory under another name; they are not offered. */
static const struct file_operations zero_fops = CHAR_FOPS(read_zero, write_away);
static const struct file_operations full_fops = CHAR_FOPS(read_zero, write_full);
static const struct file_operations random_fops = CHAR_FOPS(read_random, write_away);

/* ---- By number ---- */

static const struct char_device {
	const char *name;
	dev_t dev;
	mode_t mode;
	const struct file_operations *fops;
} char_devices[] = {
	{ "null", DEV_MAKE(1, 3), 0666, &null_fops },
	{ "zero", DEV_MAKE(1, 5), 0666, &zero_fops },
	{ "full", DEV_MAKE(1, 7), 0666, &full_fops },
	{ "random", DEV_MAKE(1, 8), 0666, &random_fops },
	{ "urandom", DEV_MAKE(1, 9), 0666, &random_fops },
	{ "ttyS0", DEV_MAKE(4, 64), 0620, &tty_fops },
	{ "tty", DEV_MAKE(5, 0), 0666, &tty_fops },
	{ "console", DEV_MAKE(5, 1), 0600, &tty_fops },
};

static int chrdev_open(struct inode *inode, struct file *file)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(char_devices); i++) {
		if (char_devices[i].dev != inode->i_rdev)
			continue;
		file->f_op = char_devices[i].fops;
		return file->f_op->open ? file->f_op->open(inode, file) : 0;
	}
	return -ENXIO;
}

const struct file_operations chrdev_fops = {
	.open = chrdev_open,
};

/* ---- /dev ---- */

static const struct {
	const char *name, *target;
} dev_links[] = {
	{ "fd", "/proc/self/fd" },
	{ "stdin", "/proc/self/fd/0" },
	{ "stdout", "/proc/self/fd/1" },
	{ "stderr", "/proc/self/fd/2" },
};

static int add_nodes(struct super_block *sb)
{
	struct block_device *bdev;
	unsigned int i;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(char_devices) && !err; i++)
		err = tmpfs_add_node(sb, char_devices[i].name, S_IFCHR | char_devices[i].mode,
				     char_devices[i].dev, NULL);
	for (i = 0; (bdev = block_nth(i)) && !err; i++)
		err = tmpfs_add_node(sb, bdev->name, S_IFBLK | 0600, bdev->dev, NULL);
	for (i = 0; i < ARRAY_SIZE(dev_links) && !err; i++)
		err = tmpfs_add_node(sb, dev_links[i].name, S_IFLNK, 0, dev_links[i].target);
	return err;
}

static int devfs_fill_super(struct super_block *sb, dev_t dev, const char *data)
{
	int err = tmpfs_fill_super(sb, dev, data);

	if (err)
		return err;
	sb->s_root->d_inode->i_mode = S_IFDIR | 0755;
	err = add_nodes(sb);
	if (err) {
		dcache_destroy_tree(sb);
		sb->s_op->put_super(sb);
	}
	return err;
}

static struct file_system_type devfs_type = {
	.name = "devtmpfs",
	.nodev = true,
	.fill_super = devfs_fill_super,
};

void devfs_init(void)
{
	register_filesystem(&devfs_type);
}
