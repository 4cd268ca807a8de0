/* File types and modes, device numbers, and struct stat (the port's, for fstat and newfstatat). */
#ifndef ABI_STAT_H
#define ABI_STAT_H

#include <abi/types.h>
#include <abi_arch.h> /* struct stat */

#define S_IFMT	 00170000
#define S_IFSOCK 0140000
#define S_IFLNK	 0120000
#define S_IFREG	 0100000
#define S_IFBLK	 0060000
#define S_IFDIR	 0040000
#define S_IFCHR	 0020000
#define S_IFIFO	 0010000
#define S_ISUID	 0004000
#define S_ISGID	 0002000
#define S_ISVTX	 0001000
#define S_IRWXU	 00700
#define S_IRUSR	 00400
#define S_IWUSR	 00200
#define S_IXUSR	 00100
#define S_IRWXG	 00070
#define S_IRGRP	 00040
#define S_IWGRP	 00020
#define S_IXGRP	 00010
#define S_IRWXO	 00007
#define S_IROTH	 00004
#define S_IWOTH	 00002
#define S_IXOTH	 00001

#define S_ISLNK(m)  (((m)&S_IFMT) == S_IFLNK)
#define S_ISREG(m)  (((m)&S_IFMT) == S_IFREG)
#define S_ISDIR(m)  (((m)&S_IFMT) == S_IFDIR)
#define S_ISCHR(m)  (((m)&S_IFMT) == S_IFCHR)
#define S_ISBLK(m)  (((m)&S_IFMT) == S_IFBLK)
#define S_ISFIFO(m) (((m)&S_IFMT) == S_IFIFO)
#define S_ISSOCK(m) (((m)&S_IFMT) == S_IFSOCK)

/* A device number as mknod takes it and stat gives it: 12 bits of major between 8 + 12 of minor. */
#define DEV_MAKE(major, minor) \
	(((minor)&0xffU) | (((major)&0xfffU) << 8) | (((minor)&0xfff00U) << 12))
#define DEV_MAJOR(dev) ((unsigned int)((dev) >> 8) & 0xfffU)
#define DEV_MINOR(dev) (((unsigned int)(dev)&0xffU) | (((unsigned int)((dev) >> 12)) & 0xfff00U))

#define UTIME_NOW  ((1L << 30) - 1L)
#define UTIME_OMIT ((1L << 30) - 2L)

#endif
