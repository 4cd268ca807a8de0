/* What a program means to do with a part of a file. It is only advice, and nothing here takes it. */
#include "internal.h"
#include <abi/fcntl.h>
#include <kernel/err.h>
#include <kernel/file.h>
#include <kernel/syscalls.h>

static int check_advice(const struct file *file, loff_t len, int advice)
{
	if (file->f_mode & FMODE_PATH)
		return -EBADF;
	if (S_ISFIFO(file->f_inode->i_mode))
		return -ESPIPE;
	if (len < 0 || advice < POSIX_FADV_NORMAL || advice > POSIX_FADV_NOREUSE)
		return -EINVAL;
	return 0;
}

long sys_fadvise64(unsigned int fd, loff_t off, loff_t len, int advice)
{
	struct fd f = fdget(fd);
	int err;

	(void)off;
	if (!fd_file(f))
		return -EBADF;
	err = check_advice(fd_file(f), len, advice);
	fdput(f);
	return err;
}
