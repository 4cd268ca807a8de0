/* fcntl and ioctl: what can be asked of, or set for, an open file. */
#include "internal.h"
#include <abi/ioctl.h>
#include <kernel/file.h>
#include <kernel/pipe.h>
#include <kernel/syscalls.h>

#define SETFL_MASK (O_APPEND | O_NONBLOCK | O_DIRECT | O_NOATIME)

static void set_flag(struct file *file, unsigned int mask, unsigned int flags)
{
	mutex_lock(&file->f_pos_lock);
	WRITE_ONCE(file->f_flags, (file->f_flags & ~mask) | (flags & mask));
	mutex_unlock(&file->f_pos_lock);
}

static long do_fcntl(unsigned int fd, struct file *file, unsigned int cmd, unsigned long arg)
{
	if (file->f_mode & FMODE_PATH && cmd > F_GETFL && cmd != F_DUPFD_CLOEXEC)
		return -EBADF;
	switch (cmd) {
	case F_DUPFD:
	case F_DUPFD_CLOEXEC:
		return fcntl_dupfd(file, arg, cmd == F_DUPFD_CLOEXEC);
	case F_GETFD:
		return fd_cloexec(current->files, fd) ? FD_CLOEXEC : 0;
	case F_SETFD:
		set_fd_cloexec(fd, arg & FD_CLOEXEC);
		return 0;
	case F_GETFL:
		return file->f_flags;
	case F_SETFL:
		set_flag(file, SETFL_MASK, arg);
		return 0;
	case F_GETLK:
	case F_SETLK:
	case F_SETLKW:
	case F_OFD_GETLK:
	case F_OFD_SETLK:
	case F_OFD_SETLKW:
		return fcntl_lock(file, cmd, (struct flock64 __user *)arg);
	case F_GETPIPE_SZ:
		return file_pipe(file) ? PIPE_SIZE : -EBADF;
	case F_SETPIPE_SZ: /* all pipes have the one size, which is as large as they get */
		if (!file_pipe(file))
			return -EBADF;
		return arg <= PIPE_SIZE ? PIPE_SIZE : -EPERM;
	}
	return -EINVAL;
}

static __always_inline long do_command(unsigned int fd, unsigned int cmd, unsigned long arg,
				       long (*command)(unsigned int, struct file *, unsigned int, unsigned long))
{
	struct fd f = fdget(fd);
	long ret;

	if (!fd_file(f))
		return -EBADF;
	ret = command(fd, fd_file(f), cmd, arg);
	fdput(f);
	return ret;
}

long sys_fcntl(unsigned int fd, unsigned int cmd, unsigned long arg)
{
	return do_command(fd, cmd, arg, do_fcntl);
}

/* ---- ioctl ---- */

static long set_nonblocking(struct file *file, int __user *arg)
{
	int on;

	if (get_user(on, arg))
		return -EFAULT;
	set_flag(file, O_NONBLOCK, on ? O_NONBLOCK : 0);
	return 0;
}

/* Bytes that can be read of a plain file. */
static long bytes_left(struct file *file, int __user *arg)
{
	int left = i_size_read(file->f_inode) - file->f_pos;

	return put_user(left, arg);
}

static long do_ioctl(unsigned int fd, struct file *file, unsigned int cmd, unsigned long arg)
{
	if (file->f_mode & FMODE_PATH)
		return -EBADF;
	switch (cmd) {
	case FIOCLEX:
	case FIONCLEX:
		set_fd_cloexec(fd, cmd == FIOCLEX);
		return 0;
	case FIONBIO:
		return set_nonblocking(file, (int __user *)arg);
	case FIONREAD:
		if (S_ISREG(file->f_inode->i_mode))
			return bytes_left(file, (int __user *)arg);
		break;
	}
	return file->f_op->ioctl ? file->f_op->ioctl(file, cmd, arg) : -ENOTTY;
}

long sys_ioctl(unsigned int fd, unsigned int cmd, unsigned long arg)
{
	return do_command(fd, cmd, arg, do_ioctl);
}
