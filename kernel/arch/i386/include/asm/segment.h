/*
 * Segment descriptors and selectors (Intel SDM volume 3A, sections 3.4 and 3.5).
 *
 *	 63    56 55  52 51   48 47   40 39                    16 15            0
 *	| base   | flags| limit | access|   base 23..0            | limit 15..0  |
 *
 * The numbers of our GDT are Linux's, since programs know some of them: what set_thread_area() gives out
 * begins at 6, user code is selector 0x73, user data 0x7b.
 */
#ifndef ASM_SEGMENT_H
#define ASM_SEGMENT_H

#define GDT_TLS_MIN	6
#define GDT_TLS_ENTRIES 3
#define GDT_KERNEL_CS	12
#define GDT_KERNEL_DS	13
#define GDT_USER_CS	14
#define GDT_USER_DS	15
#define GDT_TSS		16
#define GDT_LDT		17
#define GDT_ESPFIX	26 /* a stack on the way to a program's stack of 16 bits; see trap_entry.S */
#define GDT_DF_TSS	31 /* the task that reports double faults */
#define GDT_ENTRIES	32

#define KERNEL_CS (GDT_KERNEL_CS * 8)
#define KERNEL_DS (GDT_KERNEL_DS * 8)
#define ESPFIX_SS (GDT_ESPFIX * 8)

#define SELECTOR_LDT 4 /* the bit that makes a selector the LDT's */

#ifdef CONFIG_MM_SLOTS
/* Linux 0.11's: LDT[1] and LDT[2], each with the base and the size of the slot. */
#define LDT_SLOT_CODE 1
#define LDT_SLOT_DATA 2
#define USER_CS	      0x0f
#define USER_DS	      0x17
#else
#define USER_CS (GDT_USER_CS * 8 + 3)
#define USER_DS (GDT_USER_DS * 8 + 3)
#endif

#ifndef __ASSEMBLY__

#include <kernel/types.h>

struct desc {
	u32 low, high;
};

/* The access byte, at bits 8 to 15 of high. */
#define DESC_PRESENT  0x8000u
#define DESC_DPL3     0x6000u
#define DESC_S	      0x1000u /* code or data, not a system segment */
#define DESC_CODE     0x0800u /* else data */
#define DESC_EXPAND   0x0400u /* data: expands down; code: conforming */
#define DESC_RW	      0x0200u /* data: writable; code: readable */
#define DESC_ACCESSED 0x0100u
#define DESC_TYPE     0x0f00u
#define DESC_LDT      0x0200u /* types of system segments */
#define DESC_TSS      0x0900u
/* The flags, at bits 20 to 23. */
#define DESC_AVL   0x00100000u
#define DESC_32BIT 0x00400000u
#define DESC_PAGES 0x00800000u /* the limit counts pages */

/* limit: the last byte, or the last page with DESC_PAGES among the bits. */
static inline struct desc make_desc(u32 base, u32 limit, u32 bits)
{
	return (struct desc){
		.low = base << 16 | (limit & 0xffff),
		.high = (base & 0xff000000) | (limit & 0xf0000) | bits | (base >> 16 & 0xff),
	};
}

static inline u32 desc_base(struct desc desc)
{
	return desc.low >> 16 | (desc.high & 0xff) << 16 | (desc.high & 0xff000000);
}

static inline struct desc desc_set_base(struct desc desc, u32 base)
{
	desc.low = (desc.low & 0xffff) | base << 16;
	desc.high = (desc.high & 0x00ffff00) | (base & 0xff000000) | (base >> 16 & 0xff);
	return desc;
}

static inline bool desc_empty(struct desc desc)
{
	return !(desc.low | desc.high);
}

/* Task-state segment (section 7.2.1): of it we use the stack for traps from user mode, and, for double
 * faults, that the machine itself saves and loads all registers. */
struct tss {
	u32 link;
	u32 esp0, ss0;
	u32 esp1, ss1, esp2, ss2;
	u32 cr3, eip, eflags, eax, ecx, edx, ebx, esp, ebp, esi, edi;
	u32 es, cs, ss, ds, fs, gs;
	u32 ldt;
	u16 trap, io_bitmap;
};

#endif
#endif
