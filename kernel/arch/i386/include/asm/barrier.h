/*
 * Memory barriers. Loads are not reordered with loads, nor stores with stores; only a load may overtake
 * an earlier store (Intel SDM volume 3A, section 8.2.2), and a locked instruction prevents that.
 */
#ifndef ASM_BARRIER_H
#define ASM_BARRIER_H

#define smp_mb() __asm__ volatile("lock; addl $0, (%%esp)" \
				  :                        \
				  :                        \
				  : "memory", "cc")
#define smp_rmb() __asm__ volatile("" \
				   :  \
				   :  \
				   : "memory")
#define smp_wmb() __asm__ volatile("" \
				   :  \
				   :  \
				   : "memory")

/* Device memory is mapped uncached, port accesses are ordered by themselves. */
#define io_mb()	 smp_mb()
#define io_rmb() smp_rmb()
#define io_wmb() smp_wmb()

#endif
