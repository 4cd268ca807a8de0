/*
 * Programs that call whatever comes to mind, with whatever arguments: each may die, none may take the
 * kernel along. The numbers come from a seed that is printed, so a run can be repeated.
 */

#include "test.h"

#include <abi/sched.h>

#define PROGRAMS 60
#define CALLS	 400
#define PATIENCE 2000000000ull /* ns: then the program is killed */

/* Every call that there is. */
static const short numbers[] = {
#define SYSCALL(nr, function, nargs) nr,
#include <syscall_table.h>
};

static uint64_t state;

static uint64_t next(void)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return state >> 29;
}

static char page[PAGE_SIZE], path[] = "/tmp/fuzz/f0";
static char *names[] = { path, "/tmp/fuzz", "/proc/self/maps", "/tmp/fuzz/null", "" };

/* A value that is likely to mean something, or to be just beyond what does. */
static long value(void)
{
	switch (next() % 12) {
	case 0:
		return 0;
	case 1:
		return (long)(next() % 16);
	case 2:
		return -(long)(next() % 16);
	case 3:
		return (long)page;
	case 4:
		return (long)page + (long)(next() % (2 * PAGE_SIZE)) - (long)PAGE_SIZE;
	case 5:
		path[sizeof(path) - 2] = (char)('0' + next() % 4);
		return (long)names[next() % ARRAY_SIZE(names)];
	case 6:
		return 1l << next() % (8 * sizeof(long));
	case 7:
		return (1l << next() % (8 * sizeof(long))) - 1;
	case 8:
		return (long)__builtin_frame_address(0) - (long)(next() % 65536);
	case 9:
		return (long)(next() % 65536) & ~(long)(PAGE_SIZE - 1);
	case 10:
		return ~0l >> (next() % 2) & ~(long)(next() % 8192);
	default:
		return (long)(next() << 32 ^ next());
	}
}

/* Those that would end the machine, the program, or our hold on it. */
static bool is_left_out(long nr)
{
	return nr == __NR_exit || nr == __NR_exit_group || nr == __NR_setsid || nr == __NR_setpgid ||
	       nr == __NR_reboot || nr == __NR_kill || nr == __NR_tkill || nr == __NR_tgkill || nr == __NR_sync ||
	       nr == __NR_mount || nr == __NR_umount2 || nr == __NR_fsync || nr == __NR_chdir || nr == __NR_fchdir
#ifdef __NR_umount
	       || nr == __NR_umount
#endif
		;
}

static void run(uint64_t seed)
{
	state = seed;
	memset(page, (int)next(), sizeof(page));
	for (int i = 0; i < CALLS; i++) {
		long nr = numbers[next() % ARRAY_SIZE(numbers)];
		pid_t me = getpid();

		if (next() % 32 == 0)
			nr = next() % 2 ? __NR_fork : __NR_clone;
		if (is_left_out(nr))
			continue;
		if (nr == __NR_clone)
			syscall(nr, value() & ~(long)CLONE_VM, value(), value(), value(), value());
		else
			syscall(nr, value(), value(), value(), value(), value(), value());
		if (getpid() != me)
			_exit(0); /* it was a fork */
	}
	_exit(0);
}

/* The program and whatever it has started are in one group, and end with it. */
static void wait_or_kill(pid_t pid)
{
	uint64_t end = now_ns() + PATIENCE;

	while (waitpid(pid, NULL, WNOHANG) == 0) {
		if (now_ns() > end)
			kill(-pid, SIGKILL);
		sched_yield();
	}
	kill(-pid, SIGKILL);
}

int main(void)
{
	mkdir("/tmp/fuzz", 0777);
	CHECK_OK(chdir("/tmp/fuzz"));
	for (uint64_t seed = 1; seed <= PROGRAMS; seed++) {
		pid_t pid;

		/* A device of their own, since they may remove it. */
		mknod("/tmp/fuzz/null", S_IFCHR | 0666, DEV_MAKE(1, 3));
		pid = fork_or_fail();
		if (pid == 0) {
			setpgid(0, 0);
			for (int fd = 0; fd < 3; fd++) { /* it shall not chatter */
				close(fd);
				open("/dev/null", O_RDWR);
			}
			run(seed);
		}
		setpgid(pid, pid);
		wait_or_kill(pid);
	}
	/* What it has left behind goes, whatever names it found. */
	CHECK_OK(chdir("/"));
	pid_t pid = fork_or_fail();
	if (pid == 0) {
		char *argv[] = { "rm", "-rf", "/tmp/fuzz", NULL };

		execv("/bin/rm", argv);
		_exit(127);
	}
	wait_ok(pid);
	return 0;
}
