/* getdents64 and its kind: a directory's entries, as many as fit. */
#include "internal.h"
#include <abi/dirent.h>
#include <kernel/file.h>
#include <kernel/string.h>
#include <kernel/syscalls.h>

bool dir_emit_dots(struct file *file, struct dir_context *ctx)
{
	struct dentry *dentry = file->f_dentry;

	if (ctx->pos == 0) {
		if (!dir_emit(ctx, ".", 1, file->f_inode->i_ino, DT_DIR))
			return false;
		ctx->pos = 1;
	}
	if (ctx->pos == 1) {
		ino_t parent;

		spin_lock(&dcache_lock);
		parent = dentry->d_parent->d_inode->i_ino;
		spin_unlock(&dcache_lock);
		if (!dir_emit(ctx, "..", 2, parent, DT_DIR))
			return false;
		ctx->pos = 2;
	}
	return true;
}

/* Where entries go. The caller of an entry learns its d_off when it has the next, or at the end. */
struct dirent_buf {
	struct dir_context ctx;
	const struct dirent_layout *layout;
	char __user *next; /* room from here */
	size_t left;	   /* bytes */
	char __user *last; /* whose d_off is not known yet */
	int error;
};

#define DIRENT_SIZE(len) ALIGN_UP(offsetof(struct linux_dirent64, d_name) + (len) + 1, 8)

static size_t dirent64_size(unsigned int len)
{
	return DIRENT_SIZE(len);
}

static void dirent64_fill(void *entry, size_t size, const char *name, unsigned int len, ino_t ino, unsigned int type)
{
	struct linux_dirent64 *e = entry;

	e->d_ino = ino;
	e->d_reclen = size;
	e->d_type = type;
	memcpy(e->d_name, name, len);
}

static int dirent64_put_off(void __user *entry, loff_t off)
{
	return put_user(off, &((struct linux_dirent64 __user *)entry)->d_off);
}

static const struct dirent_layout dirent64_layout = { dirent64_size, dirent64_fill, dirent64_put_off };

static bool put_dirent(struct dir_context *ctx, const char *name, unsigned int len, loff_t pos, ino_t ino,
		       unsigned int type)
{
	struct dirent_buf *buf = container_of(ctx, struct dirent_buf, ctx);
	u64 space[DIRENT_SIZE(NAME_MAX) / 8]; /* no layout needs more */
	size_t size = buf->layout->size(len);

	if (size > buf->left) {
		buf->error = -EINVAL; /* unless others did fit */
		return false;
	}
	buf->error = -EFAULT;
	if (buf->last && buf->layout->put_off(buf->last, pos))
		return false;
	memset(space, 0, size);
	buf->layout->fill(space, size, name, len, ino, type);
	if (copy_to_user(buf->next, space, size))
		return false;
	buf->error = 0;
	buf->last = buf->next;
	buf->next += size;
	buf->left -= size;
	return true;
}

/* The directory is locked meanwhile, though its entries are copied to user memory: a fault there takes
 * mmap_lock, which ranks below it. */
static int read_directory(struct file *file, struct dir_context *ctx)
{
	struct inode *inode = file->f_inode;
	int err;

	if (!file->f_op->readdir)
		return -ENOTDIR;
	mutex_lock(&file->f_pos_lock);
	mutex_lock(&inode->lock);
	err = -ENOENT;
	if (!(inode->i_flags & S_DEAD)) {
		ctx->pos = file->f_pos;
		err = file->f_op->readdir(file, ctx);
		file->f_pos = ctx->pos;
		file_accessed(file);
	}
	mutex_unlock(&inode->lock);
	mutex_unlock(&file->f_pos_lock);
	return err;
}

long do_getdents(unsigned int fd, void __user *entries, unsigned int size, const struct dirent_layout *layout)
{
	struct dirent_buf buf = {
		.ctx.actor = put_dirent,
		.layout = layout,
		.next = entries,
		.left = size,
	};
	struct fd f = fdget(fd);
	long err;

	if (!fd_file(f))
		return -EBADF;
	err = fd_file(f)->f_mode & FMODE_READ ? read_directory(fd_file(f), &buf.ctx) : -EBADF;
	fdput(f);
	if (!buf.last)
		return err ? err : buf.error;
	if (layout->put_off(buf.last, buf.ctx.pos))
		return -EFAULT;
	return size - buf.left;
}

long sys_getdents64(unsigned int fd, struct linux_dirent64 __user *entries, unsigned int size)
{
	return do_getdents(fd, entries, size, &dirent64_layout);
}
