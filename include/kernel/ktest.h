/* The tests inside the kernel, started by the boot words `ktest` and `crash=HOW`. */
#ifndef KERNEL_KTEST_H
#define KERNEL_KTEST_H

/* Prints TAP on the console; how many tests failed. The caller is a kernel thread. */
int run_kernel_tests(void);

/* The boot word crash=HOW: break a rule, to see the report. Returns if the rule does not hold. */
void crash_on_purpose(const char *how);

#endif
