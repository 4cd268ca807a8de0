/* The port's own system calls: segments of programs (ldt.c), and calls in the form of older Linuxes (old_*.c). */
#ifndef ASM_SYSCALLS_H
#define ASM_SYSCALLS_H

#include <abi/signal.h>
#include <abi/time.h>
#include <kernel/compiler.h>
#include <kernel/types.h>

struct mmap_args;
struct pollfd;
struct rlimit32;
struct user_desc;
struct utimbuf;

long sys_modify_ldt(int function, void __user *buf, unsigned long size);
long sys_set_thread_area(struct user_desc __user *desc);
long sys_get_thread_area(struct user_desc __user *desc);

long sys_ia32_mmap(const struct mmap_args __user *args);
long sys_ia32_pread64(unsigned int fd, char __user *buf, size_t n, unsigned long low, unsigned long high);
long sys_ia32_pwrite64(unsigned int fd, const char __user *buf, size_t n, unsigned long low,
		       unsigned long high);
long sys_ia32_truncate64(const char __user *path, unsigned long low, unsigned long high);
long sys_ia32_ftruncate64(unsigned int fd, unsigned long low, unsigned long high);
long sys_ia32_fallocate(unsigned int fd, int mode, unsigned long off_low, unsigned long off_high,
			unsigned long len_low, unsigned long len_high);
long sys_ia32_link(const char __user *old_path, const char __user *path);
long sys_ia32_symlink(const char __user *target, const char __user *path);
long sys_ia32_readlink(const char __user *path, char __user *buf, int size);
long sys_ia32_rename(const char __user *old_path, const char __user *path);
long sys_ia32_renameat(int old_dfd, const char __user *old_path, int dfd, const char __user *path);
long sys_ia32_access(const char __user *path, int mode);
long sys_ia32_chmod(const char __user *path, mode_t mode);
long sys_ia32_fchown(unsigned int fd, unsigned int uid, unsigned int gid);
long sys_ia32_chown32(const char __user *path, uid_t uid, gid_t gid);
long sys_ia32_lchown32(const char __user *path, uid_t uid, gid_t gid);
long sys_ia32_mknod(const char __user *path, mode_t mode, unsigned int dev);
long sys_ia32_truncate(const char __user *path, long size);
long sys_ia32_ftruncate(unsigned int fd, long size);
long sys_ia32_pipe(int __user *fds);
long sys_ia32_getpgrp(void);
long sys_ia32_ugetrlimit(unsigned int resource, struct rlimit32 __user *limit);

long sys_ia32_clock_gettime(clockid_t clock, struct timespec __user *user);
long sys_ia32_clock_getres(clockid_t clock, struct timespec __user *user);
long sys_ia32_time(long __user *seconds);
long sys_ia32_nanosleep(const struct timespec __user *request, struct timespec __user *remain);
long sys_ia32_clock_nanosleep(clockid_t clock, int flags, const struct timespec __user *request,
			      struct timespec __user *remain);
long sys_ia32_ppoll(struct pollfd __user *fds, unsigned int n, const struct timespec __user *timeout,
		    const sigset_t __user *sigmask, size_t sigsetsize);
long sys_ia32_utimensat(int dfd, const char __user *path, const struct timespec __user *times, int flags);
long sys_ia32_futimesat(int dfd, const char __user *path, const struct timeval __user *times);
long sys_ia32_utimes(const char __user *path, const struct timeval __user *times);
long sys_ia32_utime(const char __user *path, const struct utimbuf __user *times);

#endif
