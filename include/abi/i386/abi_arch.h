/* What of the system-call interface is i386's own (riscv/abi_arch.h is the other side). */
#ifndef ABI_ARCH_H
#define ABI_ARCH_H

#include <abi/types.h>

#define ELF_MACHINE	3	    /* EM_386 */
#define ELF_FLAGS_KNOWN 0xffffffffU /* none are defined, all are ignored */
#define ABI_MACHINE	"i686"	    /* uname -m */

/* Linux's struct stat64, the one of fstat64 and fstatat64. */
struct stat {
	unsigned long long st_dev;
	unsigned char __pad0[4];
	unsigned long __st_ino; /* the low half of st_ino, for old programs */
	unsigned int st_mode;
	unsigned int st_nlink;
	unsigned long st_uid;
	unsigned long st_gid;
	unsigned long long st_rdev;
	unsigned char __pad3[4];
	long long st_size;
	unsigned long st_blksize;
	unsigned long long st_blocks; /* of 512 bytes */
	unsigned long st_atime;
	unsigned long st_atime_nsec;
	unsigned long st_mtime;
	unsigned long st_mtime_nsec;
	unsigned long st_ctime;
	unsigned long st_ctime_nsec;
	unsigned long long st_ino;
};

/* Of fcntl, with a struct flock64. */
#define F_GETLK64  12
#define F_SETLK64  13
#define F_SETLKW64 14

/* Of statfs64 and fstatfs64, which are told its size. */
struct statfs64 {
	uint32_t f_type;
	uint32_t f_bsize;
	uint64_t f_blocks;
	uint64_t f_bfree;
	uint64_t f_bavail;
	uint64_t f_files;
	uint64_t f_ffree;
	struct {
		int val[2];
	} f_fsid;
	uint32_t f_namelen;
	uint32_t f_frsize;
	uint32_t f_flags;
	uint32_t f_spare[4];
};

#define SA_RESTORER	       0x04000000
#define ABI_SIGACTION_RESTORER void (*sa_restorer)(void);

#endif
