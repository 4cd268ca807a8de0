/*
 * Sv39: three levels, 39-bit addresses, of which the lower half is user space.
 *
 *   0xffff_ffff_ffff_ffff
 *   0xffff_ffe0_0000_0000  KSTACK_AREA   kernel stacks, 4 KiB pages with holes between them
 *   0xffff_ffc0_0000_0000  PAGE_OFFSET   all of physical memory; the kernel image runs in it
 *   (no such addresses)
 *   0x0000_0040_0000_0000  TASK_SIZE
 *   0x0000_0000_0000_0000  user space
 */
#ifndef ASM_PAGE_H
#define ASM_PAGE_H

#define TASK_SIZE (UL(1) << 38)

#define PAGE_OFFSET	UL(0xffffffc000000000)
#define DIRECT_MAP_SIZE (UL(128) << 30) /* from physical address 0 on */

#define KSTACK_AREA	UL(0xffffffe000000000)
#define KSTACK_AREA_END (KSTACK_AREA + (UL(1) << 30))

#define ELF_PLAT_LOAD UL(0x2aaaaaa000)

#endif
