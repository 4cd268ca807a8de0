/*
 * From the boot loader's information to boot_info, and from the firmware's tables to cpus[] and board.
 * Nothing of either is needed afterwards.
 *
 * The loader's structure is that of the Multiboot Specification, version 0.6.96, section 3.3.
 */
#include <arch/boot.h>
#include <arch/console.h>
#include <arch/page.h>
#include <asm/cpufeature.h>
#include <asm/io.h>
#include <kernel/panic.h>
#include <kernel/pci.h>
#include <kernel/string.h>
#include <kernel/task.h>
#include <kernel/uart.h>

#include "board.h"
#include "trampoline.h"

#define MULTIBOOT_LOADED 0x2badb002u

#define MB_HAS_MEM     (1u << 0)
#define MB_HAS_CMDLINE (1u << 2)
#define MB_HAS_MMAP    (1u << 6)

struct multiboot_info {
	u32 flags;
	u32 mem_lower, mem_upper; /* KiB, from 0 and from 1 MiB on */
	u32 boot_device;
	u32 cmdline;
	u32 mods_count, mods_addr;
	u32 syms[4];
	u32 mmap_length, mmap_addr;
};

/* size does not count itself. */
struct multiboot_mmap {
	u32 size;
	u64 addr, len;
	u32 type;
} __packed;
#define MB_MMAP_RAM 1

#define COM1	 0x3f8
#define COM1_IRQ 4

/* The lowest 64 KiB: the firmware's tables, and the trampoline. Above 640 KiB: video, ROMs, the firmware. */
#define LOW_RESERVED 0x10000
#define BIOS_START   0x9f000
#define BIOS_END     0x100000

struct board board;
unsigned long cpu_features;

static void read_memory_map(const struct multiboot_info *mb)
{
	u32 pos = mb->mmap_addr, end = mb->mmap_addr + mb->mmap_length;

	while (pos < end) {
		const struct multiboot_mmap *entry = phys_to_virt(pos);

		if (entry->type == MB_MMAP_RAM)
			boot_add_ram(entry->addr, entry->len);
		pos += entry->size + sizeof(entry->size);
	}
}

/* The first word is the name of the kernel's file. */
static void read_command_line(const char *cmdline)
{
	const char *blank = strchr(cmdline, ' ');

	if (blank)
		strlcpy(boot_info.cmdline, blank + 1, sizeof(boot_info.cmdline));
}

static void read_multiboot_info(const struct multiboot_info *mb)
{
	if (mb->flags & MB_HAS_MMAP) {
		read_memory_map(mb);
	} else if (mb->flags & MB_HAS_MEM) {
		boot_add_ram(0, (u64)mb->mem_lower * 1024);
		boot_add_ram(BIOS_END, (u64)mb->mem_upper * 1024);
	}
	if (mb->flags & MB_HAS_CMDLINE)
		read_command_line(phys_to_virt(mb->cmdline));
	if (!boot_info.nr_ram)
		panic("the boot loader tells of no memory");
}

/* Intel SDM volume 2A, CPUID, leaf 1. */
static void read_cpu_features(void)
{
	u32 eax = 1, ebx, ecx = 0, edx;

	__asm__ volatile("cpuid"
			 : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
	cpu_features = edx;
}

static void need_feature(unsigned int bit, const char *name)
{
	if (!(cpu_features >> bit & 1))
		panic("this CPU has no %s", name);
}

static u8 com1_read(unsigned int reg)
{
	return inb(COM1 + reg);
}

static void com1_write(unsigned int reg, u8 value)
{
	outb(COM1 + reg, value);
}

void setup_arch(void)
{
	struct cpu *cpu = &cpus[0];

	current->thread_info.cpu = cpu;
	current->stack = boot_stack;
	nr_cpus = 1;
	uart_early_init_ports(com1_read, com1_write);
	read_cpu_features();
	need_feature(3, "PSE");
	need_feature(4, "TSC");
	need_feature(13, "PGE");
	need_feature(24, "FXSR");
	need_feature(26, "SSE2");
	if (multiboot_magic != MULTIBOOT_LOADED)
		panic("not started by a multiboot loader");
	read_multiboot_info(phys_to_virt(multiboot_info));
	boot_reserve(0, LOW_RESERVED);
	boot_reserve(BIOS_START, BIOS_END - BIOS_START);
	boot_reserve(virt_to_phys(__kernel_start), __kernel_end - __kernel_start);
	mmu_init();
	idt_init();
	gdt_init_cpu(cpu);
	acpi_read();
	for (unsigned int i = 0; i < nr_cpus; i++)
		cpus[i].id = i;
}

void arch_init_devices(void)
{
	uart_init(COM1_IRQ);
	pci_init();
}
