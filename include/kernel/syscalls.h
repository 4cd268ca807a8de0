/*
 * The functions behind include/abi/syscalls.tbl, by folder. Each returns its result or -errno;
 * arguments come from user registers as they are, pointers among them are hostile.
 */
#ifndef KERNEL_SYSCALLS_H
#define KERNEL_SYSCALLS_H

#include <abi/signal.h>
#include <abi/time.h>
#include <abi/types.h>
#include <kernel/compiler.h>
#include <kernel/types.h>

/* process */
struct clone_args;
struct new_utsname;
struct rlimit;
struct rlimit64;
struct robust_list_head;
struct rusage;
struct sysinfo;
long sys_fork(void);
long sys_vfork(void);
long sys_clone(unsigned long flags, unsigned long stack, int __user *parent_tid, unsigned long tls,
	       int __user *child_tid);
long sys_clone3(const struct clone_args __user *uargs, size_t size);
long sys_execve(const char __user *path, const char __user *const __user *argv,
		const char __user *const __user *envp);
long sys_exit(int status);
long sys_exit_group(int status);
long sys_wait4(pid_t pid, int __user *status, int options, struct rusage __user *ru);
long sys_waitpid(pid_t pid, int __user *status, int options);
long sys_getrusage(int who, struct rusage __user *ru);
long sys_getpid(void);
long sys_gettid(void);
long sys_getppid(void);
long sys_set_tid_address(int __user *tid);
long sys_set_robust_list(struct robust_list_head __user *head, size_t size);
long sys_get_robust_list(pid_t pid, struct robust_list_head __user *__user *uhead, size_t __user *usize);
long sys_getuid(void);
long sys_geteuid(void);
long sys_getgid(void);
long sys_getegid(void);
long sys_getpgid(pid_t pid);
long sys_setpgid(pid_t pid, pid_t pgrp);
long sys_getsid(pid_t pid);
long sys_setsid(void);
long sys_getrlimit(unsigned int resource, struct rlimit __user *user);
long sys_setrlimit(unsigned int resource, const struct rlimit __user *user);
long sys_prlimit64(pid_t pid, unsigned int resource, const struct rlimit64 __user *new,
		   struct rlimit64 __user *old);
long sys_kill(pid_t pid, int sig);
long sys_tkill(pid_t tid, int sig);
long sys_tgkill(pid_t tgid, pid_t tid, int sig);
long sys_rt_sigaction(int sig, const struct sigaction __user *new, struct sigaction __user *old,
		      size_t sigsetsize);
long sys_rt_sigprocmask(int how, const sigset_t __user *new, sigset_t __user *old, size_t sigsetsize);

/* mm */
long sys_brk(unsigned long brk);
long sys_mmap(unsigned long addr, unsigned long len, unsigned long prot, unsigned long flags, int fd,
	      unsigned long offset);
long sys_mmap_pgoff(unsigned long addr, unsigned long len, unsigned long prot, unsigned long flags, int fd,
		    unsigned long pgoff);
long sys_munmap(unsigned long addr, unsigned long len);
long sys_mprotect(unsigned long addr, unsigned long len, unsigned long prot);
long sys_msync(unsigned long addr, unsigned long len, int flags);

/* syscall */
long sys_newuname(struct new_utsname __user *name);
long sys_sysinfo(struct sysinfo __user *info);
long sys_getrandom(void __user *buf, size_t n, unsigned int flags);
long sys_reboot(int magic1, int magic2, unsigned int cmd, void __user *arg);

/* fs: descriptors */
struct iovec;
struct linux_dirent64;
struct pollfd;
struct stat;
struct statfs;
struct statx;
long sys_openat(int dfd, const char __user *path, int flags, mode_t mode);
long sys_open(const char __user *path, int flags, mode_t mode);
long sys_creat(const char __user *path, mode_t mode);
long sys_close(unsigned int fd);
long sys_dup(unsigned int fd);
long sys_dup2(unsigned int oldfd, unsigned int newfd);
long sys_dup3(unsigned int oldfd, unsigned int newfd, int flags);
long sys_pipe2(int __user *fds, int flags);
long sys_fcntl(unsigned int fd, unsigned int cmd, unsigned long arg);
long sys_ioctl(unsigned int fd, unsigned int cmd, unsigned long arg);
long sys_poll(struct pollfd __user *fds, unsigned int n, int timeout);
long sys_ppoll(struct pollfd __user *fds, unsigned int n, const struct __kernel_timespec __user *timeout,
	       const sigset_t __user *sigmask, size_t sigsetsize);

/* fs: contents */
long sys_read(unsigned int fd, char __user *buf, size_t n);
long sys_write(unsigned int fd, const char __user *buf, size_t n);
long sys_pread64(unsigned int fd, char __user *buf, size_t n, off_t pos);
long sys_pwrite64(unsigned int fd, const char __user *buf, size_t n, off_t pos);
long sys_readv(unsigned int fd, const struct iovec __user *vec, unsigned long n);
long sys_writev(unsigned int fd, const struct iovec __user *vec, unsigned long n);
long sys_preadv(unsigned int fd, const struct iovec __user *vec, unsigned long n, unsigned long low,
		unsigned long high);
long sys_pwritev(unsigned int fd, const struct iovec __user *vec, unsigned long n, unsigned long low,
		 unsigned long high);
long sys_sendfile(unsigned int out_fd, unsigned int in_fd, off_t __user *offset, size_t n);
long sys_lseek(unsigned int fd, long offset, int whence);
long sys_llseek(unsigned int fd, unsigned long high, unsigned long low, off_t __user *result, int whence);
long sys_truncate(const char __user *path, off_t size);
long sys_ftruncate(unsigned int fd, off_t size);
long sys_flock(unsigned int fd, int op);
long sys_fadvise64(unsigned int fd, off_t off, off_t len, int advice);
long sys_fallocate(unsigned int fd, int mode, off_t off, off_t len);
long sys_getdents64(unsigned int fd, struct linux_dirent64 __user *dirent, unsigned int size);
long sys_sync(void);
long sys_syncfs(unsigned int fd);
long sys_fsync(unsigned int fd);
long sys_fdatasync(unsigned int fd);

/* fs: names */
long sys_mkdirat(int dfd, const char __user *path, mode_t mode);
long sys_mkdir(const char __user *path, mode_t mode);
long sys_mknodat(int dfd, const char __user *path, mode_t mode, unsigned int dev);
long sys_unlinkat(int dfd, const char __user *path, int flags);
long sys_unlink(const char __user *path);
long sys_rmdir(const char __user *path);
long sys_linkat(int old_dfd, const char __user *old_path, int dfd, const char __user *path, int flags);
long sys_symlinkat(const char __user *target, int dfd, const char __user *path);
long sys_readlinkat(int dfd, const char __user *path, char __user *buf, int size);
long sys_renameat2(int old_dfd, const char __user *old_path, int new_dfd, const char __user *new_path,
		   unsigned int flags);
long sys_chdir(const char __user *path);
long sys_fchdir(unsigned int fd);
long sys_chroot(const char __user *path);
long sys_getcwd(char __user *buf, size_t size);
long sys_umask(int mask);
long sys_mount(const char __user *source, const char __user *target, const char __user *type,
	       unsigned long flags, const void __user *data);
long sys_umount2(const char __user *path, int flags);

/* fs: attributes */
long sys_fstat(unsigned int fd, struct stat __user *buf);
long sys_newfstatat(int dfd, const char __user *path, struct stat __user *buf, int flags);
long sys_newstat(const char __user *path, struct stat __user *buf);
long sys_newlstat(const char __user *path, struct stat __user *buf);
long sys_statx(int dfd, const char __user *path, int flags, unsigned long mask, struct statx __user *buf);
long sys_statfs(const char __user *path, struct statfs __user *buf);
long sys_fstatfs(unsigned int fd, struct statfs __user *buf);
long sys_fchmod(unsigned int fd, mode_t mode);
long sys_fchmodat(int dfd, const char __user *path, mode_t mode);
long sys_fchown(unsigned int fd, unsigned long uid, unsigned long gid);
long sys_fchownat(int dfd, const char __user *path, unsigned long uid, unsigned long gid, int flags);
long sys_utimensat(int dfd, const char __user *path, const struct __kernel_timespec __user *times, int flags);
long sys_faccessat(int dfd, const char __user *path, int mode);
long sys_faccessat2(int dfd, const char __user *path, int mode, int flags);

/* time */
long sys_nanosleep(const struct __kernel_timespec __user *request, struct __kernel_timespec __user *remain);
long sys_clock_nanosleep(clockid_t clock, int flags, const struct __kernel_timespec __user *request,
			 struct __kernel_timespec __user *remain);
long sys_clock_gettime(clockid_t clock, struct __kernel_timespec __user *ts);
long sys_clock_getres(clockid_t clock, struct __kernel_timespec __user *ts);
long sys_gettimeofday(struct timeval __user *tv, struct timezone __user *tz);
long sys_times(struct tms __user *buf);

/* sched */
long sys_sched_yield(void);

#endif
