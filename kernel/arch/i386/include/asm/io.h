/* Ports, one instruction each, and the bits of control registers. */
#ifndef ASM_IO_H
#define ASM_IO_H

#include <kernel/types.h>

/* inb, inw, inl; outb, outw, outl */
#define DEFINE_PORT_ACCESS(suffix, type)                     \
	static inline type in##suffix(u16 port)              \
	{                                                    \
		type value;                                  \
		__asm__ volatile("in" #suffix " %1, %0"      \
				 : "=a"(value)               \
				 : "Nd"(port)                \
				 : "memory");                \
		return value;                                \
	}                                                    \
	static inline void out##suffix(u16 port, type value) \
	{                                                    \
		__asm__ volatile("out" #suffix " %0, %1"     \
				 :                           \
				 : "a"(value), "Nd"(port)    \
				 : "memory");                \
	}

DEFINE_PORT_ACCESS(b, u8)
DEFINE_PORT_ACCESS(w, u16)
DEFINE_PORT_ACCESS(l, u32)

/* Device registers at a physical address, uncached, for ever: kernel addresses are not given back. NULL
 * when the area for them is full. Boot time. */
void *ioremap(phys_addr_t phys, size_t size);

#endif
