/* Fixed-width and system types. Units are said where a type has one. */
#ifndef KERNEL_TYPES_H
#define KERNEL_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <abi/types.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int64_t s64;

typedef u64 phys_addr_t;     /* a physical address, bytes */
typedef unsigned long pfn_t; /* a physical address, pages */
typedef unsigned int gfp_t;  /* GFP_* of page_alloc.h */

#endif
