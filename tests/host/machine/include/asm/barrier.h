/* The host as a machine with one CPU: the compiler's fences. */
#ifndef ASM_BARRIER_H
#define ASM_BARRIER_H

#define smp_mb()  __atomic_thread_fence(__ATOMIC_SEQ_CST)
#define smp_rmb() __atomic_thread_fence(__ATOMIC_ACQUIRE)
#define smp_wmb() __atomic_thread_fence(__ATOMIC_RELEASE)

#endif
