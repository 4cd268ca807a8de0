/*
 * The kernel's file systems on the host. The sources are the kernel's own; the files of this folder stand in
 * for what lies below and beside them, as one more machine:
 *
 *	tasks.c		several tasks in one thread: whoever sleeps, or may sleep, lets another run; which one
 *			is drawn by lot, the same for the same seed
 *	memory.c	frames and objects; ASan knows which are in use
 *	disk.c		a disk in memory, with requests in flight that end in any order
 *	rest.c		text, time, panic, user memory
 *	calls.c		system calls by plain arguments, for test programs, which see the host's headers
 *
 * Locks are the kernel's, in their debug form: rank, recursion and sleep are checked.
 */
#ifndef MACHINE_H
#define MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DISK_BLOCK 4096u

/* ---- The disk ---- */

/* What happens to the disk, in order. A number is a request's. */
struct disk_events {
	/* A page was handed over for writing: from now on it may be on the disk. */
	void (*write)(unsigned int number, uint32_t block, const void *data);
	void (*write_ended)(unsigned int number);
	/* When a flush has ended, all writes that had ended when it began last. */
	void (*flush)(unsigned int number);
	void (*flush_ended)(unsigned int number);
};

void disk_attach(void *base, uint32_t nr_blocks, bool read_only);
void disk_record(const struct disk_events *events);
/* From now on the n-th request of this kind (0: reads, 1: writes, 2: flushes) and `more` after it fail; n = 0: none. */
void disk_fail(int kind, unsigned int n, unsigned int more);

/* ---- The machine ---- */

void machine_boot(uint64_t seed); /* once */
/* Another task; it shares nothing with this one but the file systems. */
void machine_task(void (*fn)(void *), void *arg);
void machine_wait(void); /* until all those tasks have ended */
void machine_sleep(unsigned int ms);
void machine_fail_nth(unsigned long n); /* the n-th allocation of this task fails */
unsigned long machine_fail_left(void);
/* Objects and frames that are in use; clean page cache and cached names not thrown out. */
long machine_objects(void);
unsigned long machine_shrink(unsigned long pages);
extern bool machine_quiet;
uint64_t machine_random(void);

/* ---- Calls: Linux's results, -errno ---- */

int k_mount(bool read_only); /* the disk; it becomes the working directory of this task and later ones */
int k_umount(void);	     /* all is closed, other tasks have ended */
int k_open(const char *path, int flags, unsigned int mode);
int k_close(int fd);
long k_pread(int fd, void *buf, size_t n, int64_t pos);
long k_pwrite(int fd, const void *buf, size_t n, int64_t pos);
long k_write(int fd, const void *buf, size_t n);
int64_t k_lseek(int fd, int64_t off, int whence);
int k_fsync(int fd);
void k_sync(void);
int k_syncfs(int fd);
int k_ftruncate(int fd, int64_t size);
int k_fallocate(int fd, int mode, int64_t off, int64_t len);
int k_mkdir(const char *path, unsigned int mode);
int k_rmdir(const char *path);
int k_mknod(const char *path, unsigned int mode, unsigned int dev);
int k_unlink(const char *path);
int k_link(const char *from, const char *to);
int k_symlink(const char *target, const char *path);
long k_readlink(const char *path, char *buf, size_t n);
int k_rename(const char *from, const char *to, unsigned int flags);
int k_chmod(const char *path, unsigned int mode);

struct k_stat {
	uint64_t ino, size, blocks;
	unsigned int mode, nlink;
	int64_t mtime;
};
int k_lstat(const char *path, struct k_stat *st);
int k_fstat(int fd, struct k_stat *st);
struct k_statfs {
	uint64_t blocks, bfree, files, ffree;
};
int k_statfs(const char *path, struct k_statfs *st);
/* Calls fn for each entry but the dots; stops when it returns false. */
int k_readdir(const char *path, bool (*fn)(void *arg, const char *name, uint64_t ino, unsigned int type), void *arg);

#endif
