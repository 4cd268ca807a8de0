/*
 * The kernel's own page tables. The pgd is made by boot.S and gets its final form here; after that
 * its upper half never changes, so what pgd_alloc() copies stays right for ever.
 *
 *	direct map	1 GiB pages where there is RAM or may be devices, RW-
 *	the GiB of	2 MiB pages, RW-; where the image lies 4 KiB pages, each with the rights of
 *	the kernel	its section, and holes below the two static stacks
 *	kernel stacks	one table of page tables, filled by map_kernel_page()
 */
#include <arch/boot.h>
#include <arch/pgtable.h>
#include <arch/tlb.h>
#include <kernel/compiler.h>
#include <kernel/task.h>

#include "board.h"

#define KERNEL_CHUNKS	 4 /* of 2 MiB: kernel.ld asserts that they suffice */
#define DIRECT_MAP_FIRST USER_PTRS_PER_PGD

pgd_t swapper_pg_dir[PTRS_PER_PGD] __aligned(4096);
static pmd_t kernel_pmd[PTRS_PER_PMD] __aligned(4096);
static pmd_t kstack_pmd[PTRS_PER_PMD] __aligned(4096);
static pte_t kernel_pte[KERNEL_CHUNKS][PTRS_PER_PTE] __aligned(4096);

static_assert(KSTACK_AREA_END - KSTACK_AREA == PGDIR_SIZE, "kernel stacks have one pmd table");

static unsigned long leaf(phys_addr_t phys, pgprot_t prot)
{
	return pfn_pte(phys >> PAGE_SHIFT, prot).val;
}

static bool is_ram(phys_addr_t start, phys_addr_t end)
{
	for (unsigned int i = 0; i < boot_info.nr_ram; i++) {
		if (boot_info.ram[i].start < end && start < boot_info.ram[i].end)
			return true;
	}
	return false;
}

/* Devices lie below the RAM. */
static bool is_device_space(phys_addr_t end)
{
	for (unsigned int i = 0; i < boot_info.nr_ram; i++) {
		if (boot_info.ram[i].start < end)
			return false;
	}
	return true;
}

static void map_kernel_gigabyte(void)
{
	unsigned long base = ALIGN_DOWN((unsigned long)__kernel_start, PGDIR_SIZE);
	unsigned long image = ALIGN_DOWN((unsigned long)__kernel_start, PMD_SIZE);
	unsigned int first = (image - base) / PMD_SIZE;
	unsigned int nr = (ALIGN_UP((unsigned long)__kernel_end, PMD_SIZE) - image) / PMD_SIZE;

	for (unsigned int i = 0; i < PTRS_PER_PMD; i++)
		kernel_pmd[i].val = leaf(virt_to_phys((void *)(base + i * PMD_SIZE)), PAGE_KERNEL);
	for (unsigned int i = 0; i < nr; i++) {
		fill_image_table(kernel_pte[i], image + i * PMD_SIZE);
		pmd_populate(&kernel_pmd[first + i], kernel_pte[i]);
	}
	pgd_populate(&swapper_pg_dir[pgd_index(base)], kernel_pmd);
}

void mmu_init(void)
{
	for (unsigned int i = 0; i < DIRECT_MAP_SIZE >> PGDIR_SHIFT; i++) {
		phys_addr_t start = (phys_addr_t)i << PGDIR_SHIFT, end = start + PGDIR_SIZE;
		bool used = is_ram(start, end) || is_device_space(end);

		if (DIRECT_MAP_FIRST + i == pgd_index((unsigned long)__kernel_start))
			continue;
		swapper_pg_dir[DIRECT_MAP_FIRST + i].val = used ? leaf(start, PAGE_KERNEL) : 0;
	}
	map_kernel_gigabyte();
	pgd_populate(&swapper_pg_dir[pgd_index(KSTACK_AREA)], kstack_pmd);
	__asm__ volatile("sfence.vma"
			 :
			 :
			 : "memory");
}
