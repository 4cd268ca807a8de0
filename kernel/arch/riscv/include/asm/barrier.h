/*
 * Memory barriers. smp_* order plain memory as other CPUs see it; io_* order memory against
 * devices, which take part with the i and o bits.
 */
#ifndef ASM_BARRIER_H
#define ASM_BARRIER_H

#define riscv_fence(before, after) __asm__ volatile("fence " #before "," #after \
						    :                           \
						    :                           \
						    : "memory")

#define smp_mb()  riscv_fence(rw, rw)
#define smp_rmb() riscv_fence(r, r)
#define smp_wmb() riscv_fence(w, w)

#define io_mb()	 riscv_fence(iorw, iorw)
#define io_rmb() riscv_fence(ir, ir)
#define io_wmb() riscv_fence(ow, ow)

#endif
