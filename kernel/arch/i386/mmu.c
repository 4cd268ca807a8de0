/*
 * The kernel's own page tables. The directory is made by boot.S and gets its final form here; after that its
 * upper quarter never changes, so what pgd_alloc() copies stays right for ever.
 *
 *	the image	4 KiB pages, each with the rights of its section, and holes below the two static
 *			stacks; so is all in the same first 4 MiB (or 8)
 *	direct map	4 MiB pages, RW-, global. Nothing can be kept from being executed without PAE
 *	kernel stacks	page tables that are there from the start, filled by map_kernel_page()
 *	devices		one page table, filled by ioremap()
 *
 * Intel SDM volume 3A, section 4.3: 32-bit paging.
 */
#include <arch/boot.h>
#include <arch/pgtable.h>
#include <arch/tlb.h>
#include <asm/cpufeature.h>
#include <asm/io.h>
#include <kernel/compiler.h>
#include <kernel/task.h>

#include "board.h"

#define KERNEL_CHUNKS 2 /* of 4 MiB: kernel.ld asserts that they suffice */
#define KSTACK_TABLES ((KSTACK_AREA_END - KSTACK_AREA) >> PMD_SHIFT)

pgd_t swapper_pg_dir[PTRS_PER_PGD] __aligned(4096);
static pte_t kernel_pte[KERNEL_CHUNKS][PTRS_PER_PTE] __aligned(4096);
static pte_t kstack_pte[KSTACK_TABLES][PTRS_PER_PTE] __aligned(4096);
static pte_t io_pte[PTRS_PER_PTE] __aligned(4096);

static_assert(IO_AREA_END - IO_AREA == PMD_SIZE, "the devices have one page table");

/* A table of the kernel's own; programs may not follow it. */
static void set_kernel_table(unsigned long virt, const pte_t *table)
{
	swapper_pg_dir[pgd_index(virt)].val = table_entry(table) & ~_PAGE_USER;
}

static void map_image(void)
{
	for (unsigned int i = 0; i < KERNEL_CHUNKS; i++) {
		unsigned long virt = PAGE_OFFSET + i * PMD_SIZE;

		fill_image_table(kernel_pte[i], virt);
		set_kernel_table(virt, kernel_pte[i]);
	}
}

void mmu_init(void)
{
	swapper_pg_dir[0].val = 0; /* where boot.S ran */
	for (unsigned long virt = PAGE_OFFSET; virt < PAGE_OFFSET + DIRECT_MAP_SIZE; virt += PMD_SIZE)
		swapper_pg_dir[pgd_index(virt)].val |= _PAGE_GLOBAL;
	map_image();
	for (unsigned int i = 0; i < KSTACK_TABLES; i++)
		set_kernel_table(KSTACK_AREA + i * PMD_SIZE, kstack_pte[i]);
	set_kernel_table(IO_AREA, io_pte);
	write_cr(3, read_cr(3));
}

void *ioremap(phys_addr_t phys, size_t size)
{
	static unsigned long next = IO_AREA;
	unsigned long offset = (unsigned long)phys & (PAGE_SIZE - 1), virt = next;
	unsigned long pages = PAGE_ALIGN(offset + size) >> PAGE_SHIFT;

	if (!size || size > PMD_SIZE || pages > (IO_AREA_END - next) >> PAGE_SHIFT)
		return NULL;
	for (unsigned long i = 0; i < pages; i++, next += PAGE_SIZE)
		set_pte(&io_pte[pte_index(next)], pfn_pte((pfn_t)(phys >> PAGE_SHIFT) + i, PAGE_KERNEL_IO));
	return (void *)(virt + offset);
}
