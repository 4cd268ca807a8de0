/*
 * Page-table entries (Intel SDM volume 3A, table 4-6):
 *
 *    31            12 11 10  9   8   7   6  5   4    3    2  1  0
 *   |  frame number  |soft |   | G | PS| D| A|PCD |PWT | U| W| P|
 *
 * There is no bit for execution: what can be read can be executed, for without PAE the machine cannot
 * tell. A software bit remembers what was asked for. A page without any right (PROT_NONE) keeps its
 * frame but not P, and is marked in another software bit.
 *
 * The middle level is folded: a pmd is the pgd entry itself.
 */
#ifndef ASM_PGTABLE_H
#define ASM_PGTABLE_H

#define _PAGE_PRESENT	0x001
#define _PAGE_READ	0x000
#define _PAGE_WRITE	0x002
#define _PAGE_USER	0x004
#define _PAGE_NOCACHE	0x010
#define _PAGE_ACCESSED	0x020
#define _PAGE_DIRTY	0x040
#define _PAGE_LARGE	0x080 /* in the directory: a page of 4 MiB */
#define _PAGE_GLOBAL	0x100
#define _PAGE_EXEC	0x200 /* ours */
#define _PAGE_PROT_NONE 0x400

#define _PAGE_PFN_SHIFT 12
/* Its pages say who may do what; the directory denies nothing. */
#define _PAGE_TABLE (_PAGE_PRESENT | _PAGE_WRITE | _PAGE_USER | _PAGE_ACCESSED)

#define PTRS_PER_PTE	  1024
#define PTRS_PER_PMD	  1
#define PTRS_PER_PGD	  1024
#define PMD_SHIFT	  22
#define PGDIR_SHIFT	  22
#define USER_PTRS_PER_PGD 768

/* MM=slots: all address spaces are parts of one directory. */
#ifdef CONFIG_MM_SLOTS
#define PGD_IS_SHARED 1
#else
#define PGD_IS_SHARED 0
#endif

/* An entry of the directory while there are no tables yet: 4 MiB of RAM. */
#define _PAGE_BOOT (_PAGE_PRESENT | _PAGE_WRITE | _PAGE_ACCESSED | _PAGE_DIRTY | _PAGE_LARGE)

#define PAGE_KERNEL_IO ((pgprot_t){ _PAGE_KERNEL | _PAGE_WRITE | _PAGE_NOCACHE })

#endif
