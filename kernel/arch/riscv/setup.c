/*
 * From the device tree to boot_info, cpus[] and board. Nothing of the tree is needed afterwards.
 * Addresses are taken as they stand: boards whose buses translate them are not supported.
 */
#include <arch/boot.h>
#include <arch/console.h>
#include <arch/page.h>
#include <arch/pgtable.h>
#include <kernel/fdt.h>
#include <kernel/panic.h>
#include <kernel/string.h>
#include <kernel/task.h>
#include <kernel/uart.h>
#include <kernel/virtio.h>

#include "board.h"
#include "sbi.h"

/* The largest device tree that we believe. */
#define FDT_MAX_SIZE	  (1ul << 20)
#define NO_PHANDLE	  (~0u)
#define PLIC_MAX_CONTEXTS 128

struct board board;

/* While the tree is read: interrupt controllers of the CPUs, by which the PLIC names them. */
static u32 cpu_intc[NR_CPUS];

static void read_memory(const struct fdt_walk *walk)
{
	u64 start, size;

	for (u32 i = 0; fdt_reg(walk, i, &start, &size); i++)
		boot_add_ram(start, size);
}

static void read_reserved(const struct fdt_walk *walk)
{
	u64 start, size;

	for (u32 i = 0; fdt_reg(walk, i, &start, &size); i++)
		boot_reserve(start, size);
}

/* Does the isa string (rv64imafdc_zba_sstc) name this extension of several letters? */
static bool isa_has(const char *isa, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = strchr(isa, '_'); p; p = strchr(p + 1, '_')) {
		if (!strncmp(p + 1, name, len) && (!p[1 + len] || p[1 + len] == '_'))
			return true;
	}
	return false;
}

/* The boot CPU is cpus[0], whatever its hart id; the others follow in the tree's order. */
static void read_cpu(const struct fdt_walk *walk, unsigned int *last)
{
	const char *isa = fdt_prop_string(walk, "riscv,isa");
	const char *mmu = fdt_prop_string(walk, "mmu-type");
	u64 hart, size;

	*last = NR_CPUS;
	if (!fdt_reg(walk, 0, &hart, &size) || !fdt_enabled(walk) || !mmu || !strcmp(mmu, "riscv,none"))
		return;
	if (hart == boot_hart)
		*last = 0;
	else if (nr_cpus < NR_CPUS)
		*last = nr_cpus++;
	else
		return;
	cpus[*last].hwid = hart;
	if (!isa || !isa_has(isa, "sstc"))
		board.sstc = false;
}

static void read_device(const struct fdt_walk *walk, struct board_device *device)
{
	u64 base, size;

	if (!fdt_reg(walk, 0, &base, &size) || !size || base + size > DIRECT_MAP_SIZE)
		return;
	device->base = base;
	device->size = size;
	device->irq = fdt_prop_u32(walk, "interrupts", 0, 0);
}

static void read_uart(const struct fdt_walk *walk)
{
	if (board.uart.base)
		return;
	read_device(walk, &board.uart);
	board.uart_reg_shift = fdt_prop_u32(walk, "reg-shift", 0, 0);
	board.uart_reg_width = fdt_prop_u32(walk, "reg-io-width", 0, 1);
}

/* Context n is the n-th pair (a CPU's interrupt controller, its line) in interrupts-extended. */
static void read_plic(const struct fdt_walk *walk)
{
	if (!fdt_compatible(walk, "riscv,plic0") && !fdt_compatible(walk, "sifive,plic-1.0.0"))
		return;
	read_device(walk, &board.plic);
	board.plic_sources = fdt_prop_u32(walk, "riscv,ndev", 0, 0);
	for (unsigned int context = 0; context < PLIC_MAX_CONTEXTS; context++) {
		u32 phandle = fdt_prop_u32(walk, "interrupts-extended", 2 * context, NO_PHANDLE);
		u32 line = fdt_prop_u32(walk, "interrupts-extended", 2 * context + 1, 0);

		if (phandle == NO_PHANDLE)
			break;
		for (unsigned int i = 0; i < nr_cpus; i++) {
			if (cpu_intc[i] == phandle && line == IRQ_S_EXT)
				cpus[i].arch.plic_context = context;
		}
	}
}

static void read_chosen(const struct fdt_walk *walk)
{
	const char *bootargs = fdt_prop_string(walk, "bootargs");

	if (bootargs)
		strlcpy(boot_info.cmdline, bootargs, sizeof(boot_info.cmdline));
}

static void read_node(const struct fdt_walk *walk)
{
	static unsigned int last_cpu = NR_CPUS;
	const char *type = fdt_prop_string(walk, "device_type");

	if (walk->depth == 1 && type && !strcmp(type, "memory"))
		read_memory(walk);
	else if (walk->depth == 2 && fdt_parent_is(walk, "reserved-memory"))
		read_reserved(walk);
	else if (walk->depth == 1 && fdt_node_is(walk, "chosen"))
		read_chosen(walk);
	else if (walk->depth == 1 && fdt_node_is(walk, "cpus"))
		board.timebase = fdt_prop_u32(walk, "timebase-frequency", 0, 0);
	else if (walk->depth == 2 && type && !strcmp(type, "cpu"))
		read_cpu(walk, &last_cpu);
	else if (walk->depth == 3 && fdt_compatible(walk, "riscv,cpu-intc") && last_cpu < NR_CPUS)
		cpu_intc[last_cpu] = fdt_prop_u32(walk, "phandle", 0, NO_PHANDLE);
	else if (!fdt_enabled(walk))
		return;
	else if (fdt_compatible(walk, "ns16550a") || fdt_compatible(walk, "ns16550"))
		read_uart(walk);
	else if (fdt_compatible(walk, "sifive,test0"))
		read_device(walk, &board.finisher);
	else if (fdt_compatible(walk, "google,goldfish-rtc"))
		read_device(walk, &board.rtc);
	else if (fdt_compatible(walk, "virtio,mmio") && board.nr_virtio < MAX_VIRTIO_SLOTS)
		read_device(walk, &board.virtio[board.nr_virtio++]);
}

static void read_device_tree(const void *blob)
{
	struct fdt_walk walk;

	if (fdt_walk_init(&walk, blob, FDT_MAX_SIZE))
		panic("no device tree at %p", blob);
	while (fdt_next_node(&walk))
		read_node(&walk);
	/* Now that the CPUs are known, wherever they stand in the tree: */
	if (!fdt_walk_init(&walk, blob, FDT_MAX_SIZE))
		while (fdt_next_node(&walk))
			read_plic(&walk);
	if (!boot_info.nr_ram)
		panic("the device tree has no memory");
	if (!board.timebase)
		panic("the device tree has no timebase-frequency");
}

void setup_arch(void)
{
	current->thread_info.cpu = &cpus[0];
	current->stack = boot_stack;
	cpus[0].hwid = boot_hart;
	nr_cpus = 1;
	board.sstc = true;
	sbi_init();
	read_device_tree(phys_to_virt(boot_fdt));
	for (unsigned int i = 0; i < nr_cpus; i++)
		cpus[i].id = i;
	boot_reserve(virt_to_phys(__kernel_start), __kernel_end - __kernel_start);
	if (board.uart.base)
		uart_early_init(phys_to_virt(board.uart.base), board.uart_reg_shift,
				board.uart_reg_width);
	mmu_init();
	asid_init();
}

/* Devices from the most basic on; virtio ones in the order of their addresses. */
void arch_init_devices(void)
{
	if (board.uart.irq)
		uart_init(board.uart.irq);
	for (unsigned int i = 0; i < board.nr_virtio; i++) {
		struct board_device *lowest = NULL;

		for (unsigned int j = 0; j < board.nr_virtio; j++) {
			struct board_device *device = &board.virtio[j];

			if (device->base && (!lowest || device->base < lowest->base))
				lowest = device;
		}
		if (!lowest)
			break;
		virtio_mmio_probe(phys_to_virt(lowest->base), lowest->irq);
		lowest->base = 0;
	}
}
