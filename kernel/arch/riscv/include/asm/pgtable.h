/*
 * Sv39 page-table entries:
 *
 *    63      54 53            10 9   8   7  6  5  4  3  2  1  0
 *   |  zero    |  frame number  |  RSW  | D| A| G| U| X| W| R| V|
 *
 * V with R, W and X all clear points to the next table. A page without any right (PROT_NONE) keeps
 * its frame but not V, and is marked in the first software bit.
 */
#ifndef ASM_PGTABLE_H
#define ASM_PGTABLE_H

#define _PAGE_PRESENT	0x001
#define _PAGE_READ	0x002
#define _PAGE_WRITE	0x004
#define _PAGE_EXEC	0x008
#define _PAGE_USER	0x010
#define _PAGE_GLOBAL	0x020
#define _PAGE_ACCESSED	0x040
#define _PAGE_DIRTY	0x080
#define _PAGE_PROT_NONE 0x100

#define _PAGE_PFN_SHIFT 10
#define _PAGE_TABLE	_PAGE_PRESENT

#define PTRS_PER_PTE	  512
#define PTRS_PER_PMD	  512
#define PTRS_PER_PGD	  512
#define PMD_SHIFT	  21
#define PGDIR_SHIFT	  30
#define USER_PTRS_PER_PGD (PTRS_PER_PGD / 2)

#define PGD_IS_SHARED 0

#endif
