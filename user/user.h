/*
 * All that a user program has, in one header: the system calls (Linux's meaning; -1 and errno on error), the
 * names that xv6 programs expect, and a small C library. It is not POSIX: printf and friends write at once,
 * there is no FILE, and fprintf takes a file descriptor.
 */
#ifndef USER_H
#define USER_H

#include <abi/dirent.h>
#include <abi/errno.h>
#include <abi/fcntl.h>
#include <abi/ioctl.h>
#include <abi/limits.h>
#include <abi/mman.h>
#include <abi/poll.h>
#include <abi/resource.h>
#include <abi/sched.h>
#include <abi/signal.h>
#include <abi/stat.h>
#include <abi/statfs.h>
#include <abi/sysinfo.h>
#include <abi/syscall_nr.h>
#include <abi/time.h>
#include <abi/types.h>
#include <abi/uio.h>
#include <abi/utsname.h>
#include <abi/wait.h>
#include <stdarg.h>
#include <stdbool.h>

#define PAGE_SIZE     4096
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define NORETURN      __attribute__((noreturn))
#define PRINTF(f, a)  __attribute__((format(printf, f, a)))

extern int errno;
extern char **environ;
extern const char *progname; /* last part of argv[0]; die() and warn() begin with it */

/* ---- Processes ---- */

pid_t fork(void);
pid_t vfork(void) __attribute__((returns_twice));
/* A child that runs fn(arg) on the given stack (its top) and ends with fn's result; as in Linux's libc. */
int clone(int (*fn)(void *), void *stack_top, int flags, void *arg, int *parent_tid, void *tls, int *child_tid);
long clone3(struct clone_args *args, size_t size);
int execve(const char *path, char *const argv[], char *const envp[]);
int execv(const char *path, char *const argv[]);
int execvp(const char *file, char *const argv[]); /* looks along $PATH */
int exec(const char *path, char **argv);	  /* xv6's name of execv */
void exit(int status) NORETURN;
void _exit(int status) NORETURN;
void thread_exit(int status) NORETURN;
void abort(void) NORETURN;
pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage);
/* The status word of Linux: see abi/wait.h. */
pid_t waitpid(pid_t pid, int *status, int options);
/* As in xv6 *status is the exit code itself, or 128 + the signal that killed the child. status may be 0. */
pid_t wait(int *status);
/* What wait() makes of a status word. */
int exit_code(int status_word);
int kill(pid_t pid, int sig);
int tkill(pid_t tid, int sig);
int tgkill(pid_t pid, pid_t tid, int sig);
pid_t getpid(void);
pid_t getppid(void);
pid_t gettid(void);
pid_t getpgid(pid_t pid);
int setpgid(pid_t pid, pid_t pgid);
pid_t getsid(pid_t pid);
pid_t setsid(void);
uid_t getuid(void);
uid_t geteuid(void);
gid_t getgid(void);
gid_t getegid(void);
int sched_yield(void);
long set_tid_address(int *tid);
sighandler_t signal(int sig, sighandler_t handler);
int rt_sigaction(int sig, const struct sigaction *act, struct sigaction *old, size_t sigset_size);
int rt_sigprocmask(int how, const sigset_t *set, sigset_t *old, size_t sigset_size);
/* Any call by number. */
long syscall(long nr, ...);

/* ---- Memory ---- */

void *mmap(void *addr, size_t len, int prot, int flags, int fd, off_t off);
int munmap(void *addr, size_t len);
int mprotect(void *addr, size_t len, int prot);
int brk(void *end);
void *sbrk(intptr_t increment); /* (void *)-1 on error */
void *malloc(size_t size);
void *calloc(size_t n, size_t size);
void *realloc(void *p, size_t size);
void free(void *p);

/* ---- Files ---- */

int open(const char *path, int flags, ...);
#define O_CREATE (O_CREAT | 0x40000000) /* xv6's: no mode is given, 0666 is meant; only open() knows it */
int openat(int dir, const char *path, int flags, ...);
int close(int fd);
ssize_t read(int fd, void *buf, size_t n);
ssize_t write(int fd, const void *buf, size_t n);
ssize_t readv(int fd, const struct iovec *iov, int n);
ssize_t writev(int fd, const struct iovec *iov, int n);
ssize_t pread(int fd, void *buf, size_t n, off_t off);
ssize_t pwrite(int fd, const void *buf, size_t n, off_t off);
ssize_t sendfile(int out, int in, off_t *off, size_t n); /* off NULL: from in's own position */
off_t lseek(int fd, off_t off, int whence);
int msync(void *addr, size_t len, int flags);
int flock(int fd, int op);
int fallocate(int fd, int mode, off_t off, off_t len);
int ftruncate(int fd, off_t size);
int fsync(int fd);
void sync(void);
int stat(const char *path, struct stat *st);
int lstat(const char *path, struct stat *st);
int fstat(int fd, struct stat *st);
int fstatat(int dir, const char *path, struct stat *st, int flags);
int statfs(const char *path, struct statfs *st);
int mkdir(const char *path, ...); /* mode is optional: 0777 as in xv6 */
int mkdirat(int dir, const char *path, mode_t mode);
int rmdir(const char *path);
int mknod(const char *path, mode_t mode, dev_t dev);
int mknodat(int dir, const char *path, mode_t mode, dev_t dev);
int link(const char *old, const char *path);
int linkat(int olddir, const char *old, int dir, const char *path, int flags);
int symlink(const char *target, const char *path);
int symlinkat(const char *target, int dir, const char *path);
ssize_t readlink(const char *path, char *buf, size_t n);
ssize_t readlinkat(int dir, const char *path, char *buf, size_t n);
int unlink(const char *path);
int unlinkat(int dir, const char *path, int flags);
int rename(const char *old, const char *path);
int mount(const char *source, const char *target, const char *type, unsigned long flags, const void *data);
int umount2(const char *target, int flags);
int renameat2(int olddir, const char *old, int dir, const char *path, unsigned int flags);
int chmod(const char *path, mode_t mode);
int fchmod(int fd, mode_t mode);
int fchmodat(int dir, const char *path, mode_t mode);
int fchown(int fd, uid_t uid, gid_t gid);
int fchownat(int dir, const char *path, uid_t uid, gid_t gid, int flags);
int utimensat(int dir, const char *path, const struct timespec times[2], int flags);
int access(const char *path, int how);
int faccessat(int dir, const char *path, int how);
mode_t umask(mode_t mask);
int chdir(const char *path);
int fchdir(int fd);
char *getcwd(char *buf, size_t n);
int dup(int fd);
int dup2(int fd, int to);
int dup3(int fd, int to, int flags);
int fcntl(int fd, int cmd, ...);
int pipe(int fds[2]);
int pipe2(int fds[2], int flags);
int ioctl(int fd, unsigned long request, ...);
int isatty(int fd);
int ppoll(struct pollfd *fds, unsigned int n, const struct timespec *timeout, const sigset_t *mask, size_t sigset_size);
ssize_t getdents64(int fd, void *buf, size_t n);

typedef struct dir DIR;
DIR *opendir(const char *path);
struct linux_dirent64 *readdir(DIR *dir); /* 0 at the end; valid until the next call */
int closedir(DIR *dir);

/* ---- Time and the machine ---- */

int sleep(int ticks); /* xv6's: ten ticks are a second */
int pause(int ticks); /* the same under its newer name */
int uptime(void);     /* in ticks */
int msleep(unsigned int ms);
uint64_t now_ns(void); /* CLOCK_MONOTONIC */
int nanosleep(const struct timespec *want, struct timespec *left);
int clock_nanosleep(clockid_t clock, int flags, const struct timespec *want, struct timespec *left);
int clock_gettime(clockid_t clock, struct timespec *ts);
int clock_getres(clockid_t clock, struct timespec *ts);
int gettimeofday(struct timeval *tv, struct timezone *tz);
clock_t times(struct tms *buf);
int getrusage(int who, struct rusage *usage);
int getrlimit(int resource, struct rlimit *limit);
int setrlimit(int resource, const struct rlimit *limit);
int prlimit64(pid_t pid, int resource, const struct rlimit64 *limit, struct rlimit64 *old);
int uname(struct new_utsname *name);
int sysinfo(struct sysinfo *info);
ssize_t getrandom(void *buf, size_t n, unsigned int flags);
int reboot(int magic1, int magic2, unsigned int cmd, void *arg);

/* ---- Printing and reading ---- */

int printf(const char *fmt, ...) PRINTF(1, 2);
int fprintf(int fd, const char *fmt, ...) PRINTF(2, 3);
int dprintf(int fd, const char *fmt, ...) PRINTF(2, 3);
int vdprintf(int fd, const char *fmt, va_list ap) PRINTF(2, 0);
int snprintf(char *buf, size_t n, const char *fmt, ...) PRINTF(3, 4);
int vsnprintf(char *buf, size_t n, const char *fmt, va_list ap) PRINTF(3, 0);
int puts(const char *s);
int putchar(int c);
/* "progname: message: reason" on 2; die also exits with 1. The x forms leave the reason (errno) out. */
void warn(const char *fmt, ...) PRINTF(1, 2);
void warnx(const char *fmt, ...) PRINTF(1, 2);
void die(const char *fmt, ...) PRINTF(1, 2) NORETURN;
void diex(const char *fmt, ...) PRINTF(1, 2) NORETURN;
void perror(const char *what);
const char *strerror(int err);
const char *strsignal(int sig);

/* A line from 0, with its newline, at most max - 1 bytes; empty at the end of the file. As in xv6. */
char *gets(char *buf, int max);
/* write until all is written; -1 if that fails */
int write_all(int fd, const void *buf, size_t n);
/* A small file (of /proc, say) as a string: its length without the NUL, or -1. Cuts off what does not fit. */
ssize_t read_file(const char *path, char *buf, size_t n);

/* Lines of any length, read in large pieces. */
struct reader {
	int fd;
	size_t pos, len;
	char *line; /* grows; belongs to the reader */
	size_t room;
	char buf[4096];
};
void reader_init(struct reader *r, int fd);
/* The next line without its newline and its length in *len; 0 at the end, or with errno set on an error. */
char *reader_line(struct reader *r, size_t *len);
void reader_free(struct reader *r);

extern char *optarg;
extern int optind;
int getopt(int argc, char *const argv[], const char *options);
char *getenv(const char *name);
/* Joins dir and name with one slash, into fresh memory. */
char *path_join(const char *dir, const char *name);
const char *path_base(const char *path); /* what follows the last slash */
/* Where `path` goes that is moved or copied into dir, with or without slashes behind it; fresh memory. */
char *path_into(const char *dir, const char *path);

/* ---- Strings ---- */

void *memcpy(void *to, const void *from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *p, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memchr(const void *p, int c, size_t n);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t max);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strcpy(char *to, const char *from);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *s, const char *what);
size_t strspn(const char *s, const char *set);
size_t strcspn(const char *s, const char *set);
char *strdup(const char *s);
long strtol(const char *s, char **end, int base);
unsigned long strtoul(const char *s, char **end, int base);
int atoi(const char *s);
void qsort(void *base, size_t n, size_t size, int (*cmp)(const void *, const void *));
int rand(void);
void srand(unsigned int seed);

static inline bool isdigit(int c)
{
	return c >= '0' && c <= '9';
}
static inline bool isupper(int c)
{
	return c >= 'A' && c <= 'Z';
}
static inline bool islower(int c)
{
	return c >= 'a' && c <= 'z';
}
static inline bool isalpha(int c)
{
	return isupper(c) || islower(c);
}
static inline bool isalnum(int c)
{
	return isalpha(c) || isdigit(c);
}
static inline bool isspace(int c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline bool isprint(int c)
{
	return c >= ' ' && c <= '~';
}
static inline int tolower(int c)
{
	return isupper(c) ? c + 32 : c;
}
static inline int toupper(int c)
{
	return islower(c) ? c - 32 : c;
}

#endif
