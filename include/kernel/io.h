/*
 * Device registers in memory, little-endian as this kernel's machines are. The access is one
 * instruction of its width; io_* barriers of <asm/barrier.h> order it against memory where it matters.
 */
#ifndef KERNEL_IO_H
#define KERNEL_IO_H

#include <kernel/types.h>

static inline u8 mmio_read8(const void *addr)
{
	return *(const volatile u8 *)addr;
}

static inline u16 mmio_read16(const void *addr)
{
	return *(const volatile u16 *)addr;
}

static inline u32 mmio_read32(const void *addr)
{
	return *(const volatile u32 *)addr;
}

static inline void mmio_write8(void *addr, u8 value)
{
	*(volatile u8 *)addr = value;
}

static inline void mmio_write16(void *addr, u16 value)
{
	*(volatile u16 *)addr = value;
}

static inline void mmio_write32(void *addr, u32 value)
{
	*(volatile u32 *)addr = value;
}

#endif
