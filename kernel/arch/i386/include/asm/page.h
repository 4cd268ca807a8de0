/*
 * Two levels of tables, 32-bit addresses, 4 KiB pages (Intel SDM volume 3A, section 4.3).
 *
 *   0xfc40_0000
 *   0xfc00_0000  IO_AREA       device registers and firmware tables, mapped by ioremap()
 *   0xf800_0000  KSTACK_AREA   kernel stacks, 4 KiB pages with holes between them
 *   0xc000_0000  PAGE_OFFSET   the first 896 MiB of physical memory; the kernel image runs in it
 *   0x0000_0000  user space: up to PAGE_OFFSET, or (MM=slots) 47 slots of 64 MiB. There a program sees its
 *                own slot only, as addresses 0 to 64 MiB, since its segments begin where the slot does.
 */
#ifndef ASM_PAGE_H
#define ASM_PAGE_H

#define PAGE_OFFSET	UL(0xc0000000)
#define DIRECT_MAP_SIZE UL(0x38000000) /* from physical address 0 on */

#ifdef CONFIG_MM_SLOTS
#define SLOT_SIZE_LINEAR UL(0x04000000)
#define NR_SLOTS_LINEAR	 (PAGE_OFFSET / SLOT_SIZE_LINEAR)
#define TASK_SIZE	 SLOT_SIZE_LINEAR
#define ELF_PLAT_LOAD	 UL(0x00400000)
#else
#define TASK_SIZE     PAGE_OFFSET
#define ELF_PLAT_LOAD UL(0x56555000) /* as Linux's without randomisation */
#endif

#define KSTACK_AREA	UL(0xf8000000)
#define KSTACK_AREA_END UL(0xfc000000)

#define IO_AREA	    UL(0xfc000000)
#define IO_AREA_END UL(0xfc400000)

#endif
