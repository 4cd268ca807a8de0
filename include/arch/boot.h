/*
 * What the machine tells the kernel before anything works. setup_arch() fills boot_info from the
 * device tree (riscv) or the multiboot structure (i386) and installs the final kernel mapping.
 */
#ifndef ARCH_BOOT_H
#define ARCH_BOOT_H

#include <arch/pgtable.h>
#include <kernel/types.h>

#define MAX_MEM_RANGES 8
#define CMDLINE_SIZE   2048

struct mem_range {
	phys_addr_t start, end; /* bytes, end not included */
};

struct boot_info {
	struct mem_range ram[MAX_MEM_RANGES];
	unsigned int nr_ram;
	struct mem_range reserved[MAX_MEM_RANGES]; /* the firmware's, the kernel's image */
	unsigned int nr_reserved;
	u64 ignored_ram; /* bytes beyond the direct map */
	char cmdline[CMDLINE_SIZE];
};
extern struct boot_info boot_info;

/* boot_ranges.c, for setup_arch(): whole pages of RAM, bytes that something lies in */
void boot_add_ram(u64 start, u64 size);
void boot_reserve(u64 start, u64 size);

/* Sets nr_cpus, cpus[].id and cpus[].hwid, too, and current's thread_info.cpu and stack. The early console works
 * afterwards. */
void setup_arch(void);
void arch_init_devices(void); /* start the drivers of the board's devices; by pid 1, may sleep */

/* Linker symbols. */
extern char __kernel_start[], __text_start[], __text_end[], __rodata_start[], __rodata_end[],
	__data_start[], __bss_start[], __bss_end[], __kernel_end[];

/* static_stacks.S: the boot CPU's, and the one for a report that another has overflowed */
extern char boot_stack[], boot_stack_top[], emergency_stack[], emergency_stack_top[];

/* kernel_image.c: for setup_arch(). Fill a table of ptes, for a part of the direct map from addr on where the image
 * lies or begins, with the final mapping. */
void fill_image_table(pte_t *table, unsigned long addr);

#endif
