/* /proc/PID/fd: what a task has open, as links. */
#include "internal.h"
#include <kernel/file.h>
#include <kernel/string.h>

#define FD_INO 0x10000 /* of descriptor 0 */

static struct files_struct *get_task_files(struct task_struct *tsk)
{
	struct files_struct *files;

	task_lock(tsk);
	files = tsk->files;
	if (files)
		files_get(files);
	task_unlock(tsk);
	return files;
}

/* The open file with a reference, or NULL. */
static struct file *get_task_file(struct task_struct *tsk, unsigned int fd)
{
	struct files_struct *files = get_task_files(tsk);
	struct file *file;

	if (!files)
		return NULL;
	file = fget_of(files, fd);
	files_put(files);
	return file;
}

static struct dentry *fd_follow_link(struct inode *inode)
{
	struct file *file = get_task_file(PROC_I(inode)->task, PROC_I(inode)->fd);
	struct dentry *dentry;

	if (!file)
		return ERR_PTR(-ENOENT);
	/* A pipe gets a name for the moment: opened once more, it gets another end. */
	dentry = file->f_dentry ? dget(file->f_dentry) : d_alloc_nameless(file->f_inode);
	fput(file);
	return dentry ? dentry : ERR_PTR(-ENOMEM);
}

static int fd_readlink(struct inode *inode, char *buf, size_t size)
{
	struct file *file = get_task_file(PROC_I(inode)->task, PROC_I(inode)->fd);
	char *path;
	int len;

	if (!file)
		return -ENOENT;
	path = file_path(file, buf, size);
	fput(file);
	if (IS_ERR(path))
		return PTR_ERR(path);
	len = strlen(path);
	memmove(buf, path, len);
	return len;
}

static const struct inode_operations fd_iops = {
	.follow_link = fd_follow_link,
	.readlink = fd_readlink,
};

static const struct proc_entry fd_entry = { .mode = S_IFLNK | 0700, .iops = &fd_iops };

static struct inode *fd_lookup(struct inode *dir, struct dentry *dentry)
{
	struct task_struct *tsk = PROC_I(dir)->task;
	long fd = proc_number(dentry);
	struct inode *inode;
	struct file *file;

	file = fd >= 0 ? get_task_file(tsk, fd) : NULL;
	if (!file)
		return ERR_PTR(-ENOENT);
	inode = proc_new_inode(dir->i_sb, &fd_entry, tsk, FD_INO + fd);
	if (inode) {
		PROC_I(inode)->fd = fd;
		inode->i_size = 64;
		inode->i_mode = S_IFLNK | (file->f_mode & FMODE_READ ? 0500 : 0) |
				(file->f_mode & FMODE_WRITE ? 0300 : 0);
	}
	fput(file);
	return inode ? inode : ERR_PTR(-ENOMEM);
}

static int fd_readdir(struct file *dir, struct dir_context *ctx)
{
	struct task_struct *tsk = PROC_I(dir->f_inode)->task;
	struct files_struct *files;
	struct file *file;
	char name[12];
	int len;

	if (!dir_emit_dots(dir, ctx))
		return 0;
	files = get_task_files(tsk);
	if (!files)
		return 0;
	for (; ctx->pos - 2 < READ_ONCE(files->max_fds); ctx->pos++) {
		unsigned int fd = ctx->pos - 2;

		file = fget_of(files, fd);
		if (!file)
			continue;
		fput(file);
		len = snprintf(name, sizeof(name), "%u", fd);
		if (!dir_emit(ctx, name, len, proc_ino(tsk, FD_INO + fd), DT_LNK))
			break;
	}
	files_put(files);
	return 0;
}

const struct inode_operations fd_dir_iops = {
	.lookup = fd_lookup,
};

const struct file_operations fd_dir_fops = {
	.readdir = fd_readdir,
};
