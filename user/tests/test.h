/*
 * What the tests share. A test is a program that shows one behaviour: it exits with 0, or says what it expected
 * and what it got, and exits with 1. One that cannot run here says why, and exits with SKIPPED. The checks may
 * be used in children too: wait_ok() hands their failure on.
 */
#ifndef TEST_H
#define TEST_H

#include <user.h>

#define FAIL(...)                                                     \
	do {                                                          \
		dprintf(2, "%s:%d: ", path_base(__FILE__), __LINE__); \
		dprintf(2, __VA_ARGS__);                              \
		dprintf(2, "\n");                                     \
		_exit(1);                                             \
	} while (0)

/* What the test is about is not to be had on this machine. usertests knows the status. */
#define SKIPPED 77
#define SKIP(reason)                        \
	do {                                \
		dprintf(2, "%s\n", reason); \
		_exit(SKIPPED);             \
	} while (0)

/* For tests with more than some 40 processes, or more than 64 MiB in one. */
#ifdef CONFIG_MM_SLOTS
#define NEEDS_LARGE_SPACES() SKIP("in this memory model there are 47 address spaces of 64 MiB")
#else
#define NEEDS_LARGE_SPACES() ((void)0)
#endif

/* A condition that must hold. */
#define CHECK(cond)                                            \
	do {                                                   \
		if (!(cond))                                   \
			FAIL("expected %s, got false", #cond); \
	} while (0)

/* An integer that must have a value. */
#define CHECK_EQ(what, want)                                                     \
	do {                                                                     \
		long long got_ = (long long)(what), want_ = (long long)(want);   \
		if (got_ != want_)                                               \
			FAIL("%s: expected %lld, got %lld", #what, want_, got_); \
	} while (0)

/* A call that must succeed; its value. */
#define CHECK_OK(call)                                                                \
	({                                                                            \
		long long ok_ = (long long)(intptr_t)(call);                          \
		if (ok_ == -1)                                                        \
			FAIL("%s: expected success, got %s", #call, strerror(errno)); \
		ok_;                                                                  \
	})

/* A call that must fail with that error. */
#define CHECK_ERR(call, want)                                                           \
	do {                                                                            \
		long long err_ = (long long)(intptr_t)(call);                           \
		if (err_ != -1)                                                         \
			FAIL("%s: expected %s, got %lld", #call, #want, err_);          \
		if (errno != (want))                                                    \
			FAIL("%s: expected %s, got %s", #call, #want, strerror(errno)); \
	} while (0)

static inline pid_t fork_or_fail(void)
{
	pid_t pid = fork();

	if (pid < 0)
		FAIL("fork: expected a child, got %s", strerror(errno));
	return pid;
}

static inline int wait_word(pid_t pid)
{
	int word = -1;

	if (waitpid(pid, &word, 0) != pid)
		FAIL("waitpid(%d): expected that child, got %s", pid, strerror(errno));
	return word;
}

/* The child must end with that code, or 128 + signal. */
static inline void wait_code(pid_t pid, int want)
{
	int got = exit_code(wait_word(pid));

	if (got != want)
		FAIL("child: expected exit code %d, got %d", want, got);
}

static inline void wait_ok(pid_t pid)
{
	int got = exit_code(wait_word(pid));

	if (got == 1)
		_exit(1); /* it has said why */
	if (got != 0)
		FAIL("child: expected exit code 0, got %d", got);
}

/* Fresh anonymous pages. */
static inline char *new_pages(size_t n)
{
	char *p = mmap(NULL, n * PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		FAIL("mmap of %zu pages: expected memory, got %s", n, strerror(errno));
	return p;
}

/* A gate of one pipe: gate_pass() blocks until somebody opens the gate, or all who could are gone. */
struct gate {
	int fd[2];
};

static inline struct gate gate_new(void)
{
	struct gate g;

	CHECK_OK(pipe(g.fd));
	return g;
}

static inline void gate_open(struct gate *g)
{
	CHECK_EQ(write(g->fd[1], "x", 1), 1);
}

static inline void gate_pass(struct gate *g)
{
	char c;

	CHECK_EQ(read(g->fd[0], &c, 1), 1);
}

/* A thread in all but name: the memory, files and signal handlers are shared; waitpid() collects it. */
#define THREAD_FLAGS (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | SIGCHLD)
#define THREAD_STACK 16384

static inline pid_t thread_start(int (*fn)(void *), void *arg)
{
	return (pid_t)CHECK_OK(clone(fn, new_pages(THREAD_STACK / PAGE_SIZE) + THREAD_STACK, THREAD_FLAGS, arg, NULL,
				     NULL, NULL));
}

/* The number behind a key in a file of /proc, or -1. */
static inline long proc_number(const char *path, const char *key)
{
	char text[8192];
	const char *s;

	if (read_file(path, text, sizeof(text)) < 0)
		FAIL("%s: expected to read it, got %s", path, strerror(errno));
	s = strstr(text, key);
	return s ? strtol(s + strlen(key) + strspn(s + strlen(key), ": \t"), NULL, 10) : -1;
}

#endif
