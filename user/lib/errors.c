/* Errors and signals in words. */

#include <user.h>

static const char *const error_text[] = {
	[EPERM] = "Operation not permitted",
	[ENOENT] = "No such file or directory",
	[ESRCH] = "No such process",
	[EINTR] = "Interrupted system call",
	[EIO] = "Input/output error",
	[ENXIO] = "No such device or address",
	[E2BIG] = "Argument list too long",
	[ENOEXEC] = "Exec format error",
	[EBADF] = "Bad file descriptor",
	[ECHILD] = "No child processes",
	[EAGAIN] = "Resource temporarily unavailable",
	[ENOMEM] = "Cannot allocate memory",
	[EACCES] = "Permission denied",
	[EFAULT] = "Bad address",
	[ENOTBLK] = "Block device required",
	[EBUSY] = "Device or resource busy",
	[EEXIST] = "File exists",
	[EXDEV] = "Invalid cross-device link",
	[ENODEV] = "No such device",
	[ENOTDIR] = "Not a directory",
	[EISDIR] = "Is a directory",
	[EINVAL] = "Invalid argument",
	[ENFILE] = "Too many open files in system",
	[EMFILE] = "Too many open files",
	[ENOTTY] = "Inappropriate ioctl for device",
	[ETXTBSY] = "Text file busy",
	[EFBIG] = "File too large",
	[ENOSPC] = "No space left on device",
	[ESPIPE] = "Illegal seek",
	[EROFS] = "Read-only file system",
	[EMLINK] = "Too many links",
	[EPIPE] = "Broken pipe",
	[EDOM] = "Numerical argument out of domain",
	[ERANGE] = "Numerical result out of range",
	[EDEADLK] = "Resource deadlock avoided",
	[ENAMETOOLONG] = "File name too long",
	[ENOLCK] = "No locks available",
	[ENOSYS] = "Function not implemented",
	[ENOTEMPTY] = "Directory not empty",
	[ELOOP] = "Too many levels of symbolic links",
	[ENODATA] = "No data available",
	[EOVERFLOW] = "Value too large for defined data type",
	[EILSEQ] = "Invalid byte sequence",
	[ENOTSOCK] = "Socket operation on non-socket",
	[EOPNOTSUPP] = "Operation not supported",
	[ETIMEDOUT] = "Connection timed out",
	[ESTALE] = "Stale file handle",
	[EUCLEAN] = "Structure needs cleaning",
	[ECANCELED] = "Operation canceled",
};

static const char *const signal_text[] = {
	[SIGHUP] = "Hangup",
	[SIGINT] = "Interrupt",
	[SIGQUIT] = "Quit",
	[SIGILL] = "Illegal instruction",
	[SIGTRAP] = "Trace/breakpoint trap",
	[SIGABRT] = "Aborted",
	[SIGBUS] = "Bus error",
	[SIGFPE] = "Floating point exception",
	[SIGKILL] = "Killed",
	[SIGUSR1] = "User defined signal 1",
	[SIGSEGV] = "Segmentation fault",
	[SIGUSR2] = "User defined signal 2",
	[SIGPIPE] = "Broken pipe",
	[SIGALRM] = "Alarm clock",
	[SIGTERM] = "Terminated",
	[SIGXCPU] = "CPU time limit exceeded",
	[SIGXFSZ] = "File size limit exceeded",
	[SIGSYS] = "Bad system call",
};

const char *strerror(int err)
{
	if (err == 0)
		return "Success";
	if (err > 0 && err < (int)ARRAY_SIZE(error_text) && error_text[err])
		return error_text[err];
	return "Unknown error";
}

const char *strsignal(int sig)
{
	if (sig > 0 && sig < (int)ARRAY_SIZE(signal_text) && signal_text[sig])
		return signal_text[sig];
	return "Unknown signal";
}

/* One write for the whole line, so that lines of several processes do not mix. */
static void complain(const char *reason, const char *fmt, va_list ap)
{
	char line[512];

	vsnprintf(line, sizeof(line), fmt, ap);
	if (reason)
		dprintf(2, "%s: %s: %s\n", progname, line, reason);
	else
		dprintf(2, "%s: %s\n", progname, line);
}

#define COMPLAIN(reason)                  \
	do {                              \
		const char *why = reason; \
		va_list ap;               \
		va_start(ap, fmt);        \
		complain(why, fmt, ap);   \
		va_end(ap);               \
	} while (0)

void warn(const char *fmt, ...)
{
	COMPLAIN(strerror(errno));
}

void warnx(const char *fmt, ...)
{
	COMPLAIN(NULL);
}

void die(const char *fmt, ...)
{
	COMPLAIN(strerror(errno));
	exit(1);
}

void diex(const char *fmt, ...)
{
	COMPLAIN(NULL);
	exit(1);
}

void perror(const char *what)
{
	dprintf(2, "%s: %s\n", what, strerror(errno));
}
