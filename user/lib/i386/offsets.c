/* The calls that take a 64-bit offset: i386 hands it over in two registers, the low half first. */

#include <user.h>

int mmap2(void *addr, size_t len, int prot, int flags, int fd, unsigned long page);

#define LOW(off)  ((unsigned long)(off))
#define HIGH(off) ((unsigned long)((off) >> 32))

off_t lseek(int fd, off_t off, int whence)
{
	off_t result;

	if (syscall(__NR__llseek, fd, HIGH(off), LOW(off), &result, whence) < 0)
		return -1;
	return result;
}

ssize_t pread(int fd, void *buf, size_t n, off_t off)
{
	return syscall(__NR_pread64, fd, buf, n, LOW(off), HIGH(off));
}

ssize_t pwrite(int fd, const void *buf, size_t n, off_t off)
{
	return syscall(__NR_pwrite64, fd, buf, n, LOW(off), HIGH(off));
}

int ftruncate(int fd, off_t size)
{
	return syscall(__NR_ftruncate64, fd, LOW(size), HIGH(size));
}

int fallocate(int fd, int mode, off_t off, off_t len)
{
	return syscall(__NR_fallocate, fd, mode, LOW(off), HIGH(off), LOW(len), HIGH(len));
}

void *mmap(void *addr, size_t len, int prot, int flags, int fd, off_t off)
{
	if (off & (PAGE_SIZE - 1)) {
		errno = EINVAL;
		return MAP_FAILED;
	}
	return (void *)mmap2(addr, len, prot, flags, fd, (unsigned long)(off >> 12));
}
