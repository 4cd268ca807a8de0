/*
 * bench [ROW...]: what the kernel's main services cost. `make bench` runs it under QEMU's instruction counter,
 * where the clock advances by one nanosecond per instruction, so that "ns" is exact and means instructions.
 *
 * A row is a function that does its work n times, with the stopwatch running only over what is measured. n grows
 * until the stopwatch shows enough. A last row is printed by process 1 alone: `init=/bin/bench -- boot`.
 */
#include "user.h"

#define ENOUGH_NS 50000000ul
#define MIB	  (1024ul * 1024)
#define FRESH	  1024 /* pages that the fault rows touch */

/* ---- the stopwatch ---- */

static uint64_t started, shown;

static inline uint64_t clock_now(void)
{
#ifdef __riscv
	uint64_t ticks;

	__asm__ volatile("rdtime %0"
			 : "=r"(ticks)
			 :
			 : "memory");
	return ticks * 100; /* 10 MHz on QEMU's virt machine */
#else
	return now_ns();
#endif
}

static inline void go(void)
{
	started = clock_now();
}

static inline void halt(void)
{
	shown += clock_now() - started;
}

/* ---- helpers ---- */

static void touch(volatile char *p, size_t pages)
{
	for (size_t i = 0; i < pages; i++)
		p[i * PAGE_SIZE] = 1;
}

static char *grow(size_t pages)
{
	char *p = sbrk(pages * PAGE_SIZE);

	if (p == (char *)-1)
		die("sbrk");
	touch(p, pages);
	return p;
}

static void shrink(size_t pages)
{
	sbrk(-(intptr_t)(pages * PAGE_SIZE));
}

static void reap(void)
{
	int status;

	if (waitpid(-1, &status, 0) < 0 || status)
		diex("a child failed");
}

static pid_t must_fork(void)
{
	pid_t pid = fork();

	if (pid < 0)
		die("fork");
	return pid;
}

/* ---- calls and processes; arg: pages of heap that the parent has touched ---- */

static void null_syscall(unsigned int n, unsigned int arg)
{
	go();
	while (n--)
		getpid();
	halt();
}

static void fork_exit_wait(unsigned int n, unsigned int arg)
{
	grow(arg);
	go();
	while (n--) {
		if (!must_fork())
			_exit(0);
		reap();
	}
	halt();
	shrink(arg);
}

static char *const true_argv[] = { "true", 0 };

static void fork_exec_wait(unsigned int n, unsigned int arg)
{
	go();
	while (n--) {
		if (!must_fork()) {
			execve("/bin/true", true_argv, true_argv + 1);
			_exit(1);
		}
		reap();
	}
	halt();
}

/* The vfork child works in this frame, so each has its own function. */
static __attribute__((noinline)) void vfork_and_exit(void)
{
	if (!vfork())
		_exit(0);
}

static __attribute__((noinline)) void vfork_and_exec(void)
{
	if (!vfork()) {
		execve("/bin/true", true_argv, true_argv + 1);
		_exit(1);
	}
}

static void vfork_exit_wait(unsigned int n, unsigned int arg)
{
	go();
	while (n--) {
		vfork_and_exit();
		reap();
	}
	halt();
}

static void vfork_exec_wait(unsigned int n, unsigned int arg)
{
	go();
	while (n--) {
		vfork_and_exec();
		reap();
	}
	halt();
}

static char thread_stack[8192] __attribute__((aligned(16)));

static int thread_body(void *arg)
{
	(*(volatile int *)arg)++;
	return 0;
}

static void thread_create_join(unsigned int n, unsigned int arg)
{
	int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | SIGCHLD;
	int runs = 0, want = (int)n;

	go();
	while (n--) {
		if (clone(thread_body, thread_stack + sizeof thread_stack, flags, &runs, 0, 0, 0) < 0)
			die("clone");
		reap();
	}
	halt();
	if (runs != want)
		diex("%d of %d threads ran", runs, want);
}

/* ---- faults, per page ---- */

static void anon_fault(unsigned int n, unsigned int arg)
{
	while (n--) {
		char *p = mmap(0, FRESH * PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (p == MAP_FAILED)
			die("mmap");
		go();
		touch(p, FRESH);
		halt();
		munmap(p, FRESH * PAGE_SIZE);
	}
}

/* The child stores to every page while the parent holds them all, and tells what that took. */
static void cow_fault(unsigned int n, unsigned int arg)
{
	char *p = grow(FRESH);
	uint64_t took;
	int fds[2];

	if (pipe(fds) < 0)
		die("pipe");
	while (n--) {
		if (!must_fork()) {
			shown = 0;
			go();
			touch(p, FRESH);
			halt();
			write(fds[1], &shown, sizeof shown);
			_exit(0);
		}
		reap();
		if (read(fds[0], &took, sizeof took) != sizeof took)
			die("read");
		shown += took;
	}
	close(fds[0]);
	close(fds[1]);
	shrink(FRESH);
}

/* The child is gone: the parent has its pages for itself again, and needs no copy. */
static void cow_reuse_fault(unsigned int n, unsigned int arg)
{
	char *p = grow(FRESH);

	while (n--) {
		if (!must_fork())
			_exit(0);
		reap();
		go();
		touch(p, FRESH);
		halt();
	}
	shrink(FRESH);
}

/* ---- pipes ---- */

static char block[4096];

static void pipe_pingpong(unsigned int n, unsigned int arg)
{
	int to[2], from[2];
	char ball = 0;

	if (pipe(to) < 0 || pipe(from) < 0)
		die("pipe");
	if (!must_fork()) {
		close(to[1]);
		while (read(to[0], &ball, 1) == 1)
			write(from[1], &ball, 1);
		_exit(0);
	}
	close(to[0]);
	close(from[1]);
	for (unsigned int i = 0; i <= n; i++) {
		if (i == 1) /* the first one brought the child to its read() */
			go();
		write(to[1], &ball, 1);
		if (read(from[0], &ball, 1) != 1)
			die("read");
	}
	halt();
	close(to[1]);
	close(from[0]);
	reap();
}

static void pipe_bw_4k(unsigned int n, unsigned int arg)
{
	size_t left = (size_t)n * sizeof block;
	ssize_t got;
	int fds[2];

	if (pipe(fds) < 0)
		die("pipe");
	if (!must_fork()) {
		close(fds[0]);
		while (n--)
			write(fds[1], block, sizeof block);
		_exit(0);
	}
	close(fds[1]);
	go();
	for (; left; left -= got) {
		got = read(fds[0], block, sizeof block);
		if (got <= 0)
			die("read");
	}
	halt();
	close(fds[0]);
	reap();
}

/* ---- memory of a process ---- */

static unsigned long free_kib(void)
{
	char text[1024], *at;

	msleep(200); /* what the dead left behind is freed in the background */
	if (read_file("/proc/meminfo", text, sizeof text) < 0 || !(at = strstr(text, "MemFree:")))
		die("/proc/meminfo");
	at += strlen("MemFree:");
	while (isspace(*at))
		at++;
	return strtoul(at, 0, 10);
}

#ifdef CONFIG_MM_SLOTS /* each has one of 47 slots */
#define ALL 40
#else
#define ALL 1000
#endif

/* What each of the last of many children takes that all wait in a read(). */
static void mem_per_child(void)
{
	enum { FIRST = ALL / 5 };
	unsigned long before = 0, after;
	int hold[2], ready[2];
	char byte = 0;

	if (pipe(hold) < 0 || pipe(ready) < 0)
		die("pipe");
	for (int i = 0; i < ALL; i++) {
		if (i == FIRST)
			before = free_kib();
		if (!must_fork()) {
			close(hold[1]);
			write(ready[1], &byte, 1);
			read(hold[0], &byte, 1);
			_exit(0);
		}
		if (read(ready[0], &byte, 1) != 1)
			die("read");
	}
	after = free_kib();
	close(hold[1]);
	for (int i = 0; i < ALL; i++)
		reap();
	close(hold[0]);
	close(ready[0]);
	close(ready[1]);
	after = (before - after) * 10 / (ALL - FIRST);
	printf("mem_per_child %lu.%lu KiB\n", after / 10, after % 10);
}

/* ---- rows ---- */

static const struct row {
	const char *name;
	void (*work)(unsigned int n, unsigned int arg);
	unsigned int arg;
	unsigned int ops; /* what is counted, per n */
} rows[] = {
	{ "null_syscall", null_syscall, 0, 1 },
	{ "fork_exit_wait", fork_exit_wait, 0, 1 },
	{ "fork_exit_wait_16m", fork_exit_wait, 16 * MIB / PAGE_SIZE, 1 },
#ifndef CONFIG_MM_SLOTS /* a program's slot has that size, for everything */
	{ "fork_exit_wait_64m", fork_exit_wait, 64 * MIB / PAGE_SIZE, 1 },
#endif
	{ "vfork_exit_wait", vfork_exit_wait, 0, 1 },
	{ "fork_exec_wait", fork_exec_wait, 0, 1 },
	{ "vfork_exec_wait", vfork_exec_wait, 0, 1 },
	{ "anon_fault", anon_fault, 0, FRESH },
	{ "cow_fault", cow_fault, 0, FRESH },
	{ "cow_reuse_fault", cow_reuse_fault, 0, FRESH },
	{ "thread_create_join", thread_create_join, 0, 1 },
	{ "pipe_pingpong", pipe_pingpong, 0, 1 },
	{ "pipe_bw_4k", pipe_bw_4k, 0, 1 },
};

static bool wanted(char **names, const char *name)
{
	if (!*names)
		return true;
	while (*names && strcmp(*names, name))
		names++;
	return *names;
}

static void measure(const struct row *row)
{
	unsigned int n = 1;
	uint64_t tenths;

	row->work(1, row->arg); /* warm */
	for (;; n *= 4) {
		shown = 0;
		row->work(n, row->arg);
		if (shown >= ENOUGH_NS || n >= 1u << 20)
			break;
	}
	tenths = shown * 10 / ((uint64_t)n * row->ops);
	printf("%s %lu.%lu ns\n", row->name, (unsigned long)(tenths / 10), (unsigned long)(tenths % 10));
}

int main(int argc, char **argv)
{
	uint64_t booted = clock_now();

	if (argc > 1 && !strcmp(argv[1], "boot")) {
		while (open("/dev/console", O_RDWR) < 2) /* process 1 starts without files */
			if (fcntl(0, F_GETFD) < 0)
				return 1;
		printf("boot %lu ns\n", (unsigned long)booted);
		return 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (wanted(argv + 1, rows[i].name))
			measure(&rows[i]);
	if (wanted(argv + 1, "mem_per_child"))
		mem_per_child();
	return 0;
}
