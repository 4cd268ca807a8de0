/*
 * The kernel's image in the kernel's own tables: a page has the rights of its section, and below each of the two
 * static stacks there is a hole.
 *
 *	text R-X	rodata R--	data, bss and what else lies in the same tables RW-
 */
#include <arch/boot.h>
#include <arch/pgtable.h>

static bool within(unsigned long addr, const char *start, const char *end)
{
	return addr >= (unsigned long)start && addr < (unsigned long)end;
}

/* The page below a stack. */
static bool is_hole(unsigned long addr, const char *stack)
{
	return addr == (unsigned long)stack - PAGE_SIZE;
}

static pte_t image_pte(unsigned long addr)
{
	pfn_t pfn = (pfn_t)(virt_to_phys((void *)addr) >> PAGE_SHIFT);

	if (within(addr, __text_start, __text_end))
		return pfn_pte(pfn, PAGE_KERNEL_EXEC);
	if (within(addr, __rodata_start, __rodata_end))
		return pfn_pte(pfn, PAGE_KERNEL_RO);
	if (is_hole(addr, boot_stack) || is_hole(addr, emergency_stack))
		return (pte_t){ 0 };
	return pfn_pte(pfn, PAGE_KERNEL);
}

void fill_image_table(pte_t *table, unsigned long addr)
{
	for (unsigned int i = 0; i < PTRS_PER_PTE; i++, addr += PAGE_SIZE)
		table[i] = image_pte(addr);
}
