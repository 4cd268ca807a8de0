/* The tests inside the kernel, started by the boot word `ktest`. */
#ifndef KERNEL_KTEST_H
#define KERNEL_KTEST_H

/* Prints TAP on the console; how many tests failed. The caller is a kernel thread. */
int run_kernel_tests(void);

#endif
