/* The port's own system calls: segments of programs (ldt.c), and calls in the form of older Linuxes (old_*.c). */
#ifndef ASM_SYSCALLS_H
#define ASM_SYSCALLS_H

#include <abi/signal.h>
#include <abi/time.h>
#include <kernel/compiler.h>
#include <kernel/types.h>

struct linux_dirent;
struct mmap_args;
struct __old_kernel_stat;
struct old_sigaction;
struct old_utsname;
struct oldold_utsname;
struct pollfd;
struct rlimit;
struct stat32;
struct statfs64;
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
long sys_ia32_fadvise64(unsigned int fd, unsigned long low, unsigned long high, size_t len, int advice);
long sys_ia32_fadvise64_64(unsigned int fd, unsigned long off_low, unsigned long off_high, unsigned long len_low,
			   unsigned long len_high, int advice);
long sys_ia32_sendfile(unsigned int out_fd, unsigned int in_fd, long __user *offset, size_t n);
long sys_ia32_getdents(unsigned int fd, struct linux_dirent __user *entries, unsigned int size);
long sys_ia32_umount(const char __user *path);
long sys_ia32_link(const char __user *old_path, const char __user *path);
long sys_ia32_symlink(const char __user *target, const char __user *path);
long sys_ia32_readlink(const char __user *path, char __user *buf, int size);
long sys_ia32_rename(const char __user *old_path, const char __user *path);
long sys_ia32_renameat(int old_dfd, const char __user *old_path, int dfd, const char __user *path);
long sys_ia32_access(const char __user *path, int mode);
long sys_ia32_chmod(const char __user *path, mode_t mode);
long sys_ia32_fchown(unsigned int fd, unsigned int uid, unsigned int gid);
long sys_ia32_chown(const char __user *path, unsigned int uid, unsigned int gid);
long sys_ia32_lchown(const char __user *path, unsigned int uid, unsigned int gid);
long sys_ia32_chown32(const char __user *path, uid_t uid, gid_t gid);
long sys_ia32_lchown32(const char __user *path, uid_t uid, gid_t gid);
long sys_ia32_mknod(const char __user *path, mode_t mode, unsigned int dev);
long sys_ia32_truncate(const char __user *path, long size);
long sys_ia32_ftruncate(unsigned int fd, long size);
long sys_ia32_pipe(int __user *fds);
long sys_ia32_getpgrp(void);
long sys_ia32_old_getrlimit(unsigned int resource, struct rlimit __user *limit);

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

long sys_ia32_stat(const char __user *path, struct stat32 __user *user);
long sys_ia32_lstat(const char __user *path, struct stat32 __user *user);
long sys_ia32_fstat(unsigned int fd, struct stat32 __user *user);
long sys_ia32_oldstat(const char __user *path, struct __old_kernel_stat __user *user);
long sys_ia32_oldlstat(const char __user *path, struct __old_kernel_stat __user *user);
long sys_ia32_oldfstat(unsigned int fd, struct __old_kernel_stat __user *user);
long sys_ia32_fcntl(unsigned int fd, unsigned int cmd, unsigned long arg);
long sys_ia32_statfs64(const char __user *path, size_t size, struct statfs64 __user *user);
long sys_ia32_fstatfs64(unsigned int fd, size_t size, struct statfs64 __user *user);
long sys_ia32_olduname(struct old_utsname __user *user);
long sys_ia32_oldolduname(struct oldold_utsname __user *user);

long sys_ia32_sigaction(int sig, const struct old_sigaction __user *new, struct old_sigaction __user *old);
long sys_ia32_signal(int sig, sighandler_t handler);
long sys_ia32_sigprocmask(int how, const unsigned long __user *new, unsigned long __user *old);
long sys_ia32_sgetmask(void);
long sys_ia32_ssetmask(unsigned long mask);

#endif
