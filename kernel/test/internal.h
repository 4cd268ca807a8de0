/* What the tests inside the kernel share. */
#ifndef TEST_INTERNAL_H
#define TEST_INTERNAL_H

#include <kernel/compiler.h>
#include <kernel/types.h>

struct ktest {
	const char *name; /* says what would break; NULL ends a list */
	void (*fn)(void);
};

/* One list for each file. */
extern const struct ktest lib_tests[], lock_tests[], wait_tests[], sched_tests[], time_tests[],
	memory_tests[], walker_tests[], process_tests[], debug_tests[], arch_pte_tests[], arch_cpu_tests[],
	arch_uaccess_tests[];

/* The present test has failed if cond does not hold; it goes on. */
#define EXPECT(cond)                                              \
	do {                                                      \
		if (unlikely(!(cond)))                            \
			expect_failed(__FILE__, __LINE__, #cond); \
	} while (0)
void expect_failed(const char *file, int line, const char *cond);

/* Run fn(arg) in nr kernel threads at once, and wait until all have ended. */
void run_threads(unsigned int nr, int (*fn)(void *), void *arg);
/* The same in two steps. */
void start_thread_of_test(int (*fn)(void *), void *arg);
void wait_for_threads(void);

/* The same numbers in each run. */
u32 test_random(u32 *state);

#endif
