/*
 * Failing the n-th allocation of an operation, for n = 1, 2, 3 ... until it succeeds untouched. Each attempt is
 * a process of its own, because the failure may also hit a page fault after the operation, which kills. That the
 * memory is back after each failure is the runner's census.
 */
#ifndef FAIL_NTH_H
#define FAIL_NTH_H

#include "test.h"

enum attempt {
	ATTEMPT_CLEAN = 10, /* succeeded, and no allocation had failed */
	ATTEMPT_FAILED,	    /* reported an error, as it should */
	ATTEMPT_COPED,	    /* an allocation failed, but it succeeded all the same */
};

static int fail_nth_fd = -1;

static inline void fail_nth_set(int n)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%d", n);

	if (fail_nth_fd < 0)
		fail_nth_fd = (int)CHECK_OK(open("/proc/self/fail-nth", O_RDWR));
	/* The write may need memory itself, and meet the failure that it wants to call off. */
	if (pwrite(fail_nth_fd, text, (size_t)len, 0) != len)
		CHECK_EQ(pwrite(fail_nth_fd, text, (size_t)len, 0), len);
}

/* What is left to count: 0 if the failure has happened. */
static inline int fail_nth_get(void)
{
	char text[16] = "";

	if (pread(fail_nth_fd, text, sizeof(text) - 1, 0) > 0)
		return atoi(text);
	if (errno != ENOMEM)
		FAIL("/proc/self/fail-nth: expected a number, got %s", strerror(errno));
	return 1; /* this very read has met the failure: it was still to come */
}

/* For operations that return a pid, with fail_nth_set(n) just before them. */
static inline int attempt_result(pid_t pid)
{
	int err = errno, left = fail_nth_get();

	fail_nth_set(0);
	if (pid < 0) {
		if (err != ENOMEM && err != EAGAIN)
			FAIL("expected ENOMEM, got %s", strerror(err));
		CHECK_EQ(left, 0);
		return ATTEMPT_FAILED;
	}
	CHECK(pid > 0);
	wait_code(pid, 0);
	return left == 0 ? ATTEMPT_COPED : ATTEMPT_CLEAN;
}

static int fail_nth_failures; /* calls that done() has seen fail */

/* A call that may fail for want of memory only. */
static inline bool done(long result, const char *what)
{
	if (result >= 0)
		return true;
	if (errno != ENOMEM)
		FAIL("%s: expected ENOMEM, got %s", what, strerror(errno));
	fail_nth_failures++;
	return false;
}

/* Runs attempt(n) in children until it stays clean; at least `least` failures must have been seen before. */
static inline int fail_every_nth(int (*attempt)(int n), int least)
{
	int failed = 0;

	for (int n = 1; n < 3000; n++) {
		pid_t pid = fork_or_fail();
		int code;

		if (pid == 0)
			_exit(attempt(n));
		code = exit_code(wait_word(pid));
		if (code == ATTEMPT_CLEAN) {
			CHECK(failed >= least);
			return 0;
		}
		failed += code == ATTEMPT_FAILED;
		if (code != ATTEMPT_FAILED && code != ATTEMPT_COPED && code != 128 + SIGKILL)
			FAIL("allocation %d fails: expected an error or SIGKILL, got exit code %d", n, code);
	}
	FAIL("expected success at some n, got failures up to 3000");
}

#endif
