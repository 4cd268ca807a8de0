/* Processes: what xv6 and libc programs expect, over wait4, execve, brk, rt_sigaction and the clock. */

#include <user.h>

#define TICKS_PER_SECOND 10 /* xv6's */

void *__brk(void *end);

pid_t waitpid(pid_t pid, int *status, int options)
{
	return wait4(pid, status, options, NULL);
}

int exit_code(int word)
{
	return WIFSIGNALED(word) ? 128 + WTERMSIG(word) : WEXITSTATUS(word);
}

pid_t wait(int *status)
{
	int word = 0;
	pid_t pid = wait4(-1, &word, 0, NULL);

	if (pid > 0 && status)
		*status = exit_code(word);
	return pid;
}

int execv(const char *path, char *const argv[])
{
	return execve(path, argv, environ);
}

int exec(const char *path, char **argv)
{
	return execve(path, argv, environ);
}

/*
 * On the way along $PATH a file that may not be executed is remembered, but the search goes on. Only the stack
 * is used: this runs in vfork children.
 */
int execvp(const char *file, char *const argv[])
{
	const char *dir = getenv("PATH"), *end;
	char path[PATH_MAX];
	int err = ENOENT;

	if (strchr(file, '/'))
		return execv(file, argv);
	for (dir = dir ? dir : "/bin:/:/tests";; dir = end + 1) {
		end = dir + strcspn(dir, ":");
		if (*file && snprintf(path, sizeof(path), "%.*s%s%s", (int)(end - dir), dir,
				      end > dir && end[-1] != '/' ? "/" : "", file) < (int)sizeof(path)) {
			execv(path, argv);
			if (errno == EACCES)
				err = EACCES;
			else if (errno != ENOENT && errno != ENOTDIR)
				return -1;
		}
		if (!*end)
			break;
	}
	errno = err;
	return -1;
}

sighandler_t signal(int sig, sighandler_t handler)
{
	struct sigaction act = { .sa_handler = handler, .sa_flags = SA_RESTART }, old;

	if (rt_sigaction(sig, &act, &old, sizeof(sigset_t)) < 0)
		return SIG_ERR;
	return old.sa_handler;
}

/* The kernel answers with the end that holds now, which is the old one if it refused. */
int brk(void *end)
{
	if (__brk(end) == end)
		return 0;
	errno = ENOMEM;
	return -1;
}

void *sbrk(intptr_t increment)
{
	char *old = __brk(NULL);

	if (increment && brk(old + increment) < 0)
		return (void *)-1;
	return old;
}

int msleep(unsigned int ms)
{
	struct timespec ts = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L };

	return nanosleep(&ts, NULL);
}

int sleep(int ticks)
{
	return msleep((unsigned int)(ticks > 0 ? ticks : 0) * (1000 / TICKS_PER_SECOND));
}

int pause(int ticks)
{
	return sleep(ticks);
}

uint64_t now_ns(void)
{
	struct timespec ts = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

int uptime(void)
{
	return (int)(now_ns() / (1000000000 / TICKS_PER_SECOND));
}
