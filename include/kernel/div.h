/*
 * Division of 64 bits by 32. A 64-bit machine has an instruction for it; elsewhere the compiler would
 * call its own library, which the kernel does not link.
 */
#ifndef KERNEL_DIV_H
#define KERNEL_DIV_H

#include <kernel/compiler.h>
#include <kernel/types.h>

static inline u64 div_u64(u64 n, u32 divisor, u32 *remainder)
{
	if (sizeof(long) == 8) {
		*remainder = (unsigned long)n % divisor;
		return (unsigned long)n / divisor;
	}

	/* The upper half by hardware; then its remainder and the lower half, bit by bit. */
	u32 high = (u32)(n >> 32) / divisor, low = (u32)n, quotient = 0;
	u64 rest = (u32)(n >> 32) % divisor;

	for (unsigned int bit = 32; bit--;) {
		rest = rest << 1 | (low >> bit & 1);
		quotient <<= 1;
		if (rest >= divisor) {
			rest -= divisor;
			quotient |= 1;
		}
	}
	*remainder = rest;
	return (u64)high << 32 | quotient;
}

#endif
