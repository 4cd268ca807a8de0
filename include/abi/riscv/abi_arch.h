/* What of the system-call interface is riscv64's own (i386/abi_arch.h is the other side). */
#ifndef ABI_ARCH_H
#define ABI_ARCH_H

#include <abi/types.h>

#define ELF_MACHINE	243	    /* EM_RISCV */
#define ELF_FLAGS_KNOWN 0x0000001fU /* RVC, float ABI, RVE, TSO */
#define ABI_MACHINE	"riscv64"   /* uname -m */

/* Linux's generic layout for 64-bit machines. */
struct stat {
	unsigned long st_dev;
	unsigned long st_ino;
	unsigned int st_mode;
	unsigned int st_nlink;
	unsigned int st_uid;
	unsigned int st_gid;
	unsigned long st_rdev;
	unsigned long __pad1;
	long st_size;
	int st_blksize;
	int __pad2;
	long st_blocks; /* of 512 bytes */
	long st_atime;
	unsigned long st_atime_nsec;
	long st_mtime;
	unsigned long st_mtime_nsec;
	long st_ctime;
	unsigned long st_ctime_nsec;
	unsigned int __unused4;
	unsigned int __unused5;
};

/* riscv's struct sigaction has no restorer: the kernel maps the code that returns from a handler. */
#define ABI_SIGACTION_RESTORER

#endif
