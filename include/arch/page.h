/*
 * Sizes and addresses, for assembly, too. The port's <asm/page.h> defines:
 *   TASK_SIZE                     first byte after user space
 *   PAGE_OFFSET, DIRECT_MAP_SIZE  where physical address 0 is in the direct map; bytes of that map
 *   KSTACK_AREA, KSTACK_AREA_END  kernel addresses for mapped stacks, outside the direct map
 *   ELF_PLAT_LOAD                 where a position-independent program is loaded
 */
#ifndef ARCH_PAGE_H
#define ARCH_PAGE_H

#ifdef __ASSEMBLY__
#define UL(x) x
#else
#define UL(x) x##ul
#endif

#include <asm/page.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE  (UL(1) << PAGE_SHIFT)
#define PAGE_MASK  (~(PAGE_SIZE - 1))

#define STACK_TOP TASK_SIZE /* first byte after a new program's stack */

/* A kernel stack ends at a multiple of KSTACK_ALIGN; what lies below its KSTACK_SIZE bytes is not mapped. So one bit
 * of a stack pointer tells that it has left its stack. */
#define KSTACK_SHIFT 13
#define KSTACK_SIZE  (UL(1) << KSTACK_SHIFT)
#define KSTACK_ALIGN (2 * KSTACK_SIZE)

#ifndef __ASSEMBLY__

#include <kernel/types.h>

#define PAGE_ALIGN(n) (((unsigned long)(n) + PAGE_SIZE - 1) & PAGE_MASK) /* up to whole pages */

/* mmap() looks downwards from here: above it there is room for the stack to grow to any sane limit. */
#define MMAP_BASE (STACK_TOP - (TASK_SIZE / 4 < (128ul << 20) ? TASK_SIZE / 4 : 128ul << 20))

/* No mapping below: a NULL pointer with an offset finds nothing. */
#define MMAP_MIN_ADDR 0x10000ul

/* Both only for addresses of the direct map. */
static inline void *phys_to_virt(phys_addr_t phys)
{
	return (void *)(unsigned long)(phys + PAGE_OFFSET);
}

static inline phys_addr_t virt_to_phys(const void *virt)
{
	return (phys_addr_t)((unsigned long)virt - PAGE_OFFSET);
}

#endif
#endif
