/*
 * Sizes and addresses. The port's <asm/page.h> defines:
 *   PAGE_SHIFT, PAGE_SIZE
 *   TASK_SIZE     first byte after user space
 *   STACK_TOP     first byte after a new program's stack
 *   PAGE_OFFSET   where physical address 0 is in the direct map
 *   KSTACK_AREA, KSTACK_AREA_END  kernel addresses for mapped stacks, outside the direct map
 *   KSTACK_SIZE   bytes of a kernel stack
 *   KSTACK_ALIGN  a stack ends at a multiple of this; what lies below its KSTACK_SIZE bytes is not mapped
 *   ELF_PLAT_LOAD where a position-independent program is loaded
 */
#ifndef ARCH_PAGE_H
#define ARCH_PAGE_H

#include <asm/page.h>
#include <kernel/types.h>

#define PAGE_MASK     (~(PAGE_SIZE - 1))
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
