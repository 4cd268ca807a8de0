/*
 * Memory barriers. <asm/barrier.h> defines
 *   smp_mb(), smp_rmb(), smp_wmb()  order plain memory as other CPUs see it
 *   io_mb(), io_rmb(), io_wmb()	 order memory against devices
 * Programs of the host that use kernel headers get the compiler's.
 */
#ifndef ARCH_BARRIER_H
#define ARCH_BARRIER_H

#ifdef __KERNEL__
#include <asm/barrier.h>
#else
#define smp_mb()  __atomic_thread_fence(__ATOMIC_SEQ_CST)
#define smp_rmb() __atomic_thread_fence(__ATOMIC_ACQUIRE)
#define smp_wmb() __atomic_thread_fence(__ATOMIC_RELEASE)
#endif

#endif
