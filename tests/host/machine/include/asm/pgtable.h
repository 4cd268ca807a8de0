/* Page tables are not built on the host; their types are part of declarations only. */
#ifndef ASM_PGTABLE_H
#define ASM_PGTABLE_H

typedef struct {
	unsigned long val;
} pte_t;

typedef struct {
	unsigned long val;
} pmd_t;

typedef struct {
	unsigned long val;
} pgd_t;

typedef struct {
	unsigned long val;
} pgprot_t;

#define PTRS_PER_PTE 512
#define PTRS_PER_PMD 512
#define PTRS_PER_PGD 512
#define PMD_SHIFT    21
#define PGDIR_SHIFT  30

#endif
