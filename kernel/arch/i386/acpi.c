/*
 * Two of the firmware's ACPI tables (ACPI Specification 6.4): the MADT (section 5.2.12) names the CPUs and interrupt
 * controllers, the FADT (section 5.2.9) the port that powers the machine off. No AML is run: the value that
 * means "off" is taken to be 0, as QEMU's pc machine and most others have it.
 */
#include <arch/elf.h>
#include <arch/page.h>
#include <asm/io.h>
#include <kernel/lapic.h>
#include <kernel/string.h>
#include <kernel/task.h>

#include "board.h"

/* Where the root pointer may be (section 5.2.5.1). */
#define EBDA_SEGMENT 0x40e
#define BIOS_AREA    0xe0000
#define BIOS_END     0x100000

struct rsdp {
	char signature[8];
	u8 checksum;
	char oem[6];
	u8 revision;
	u32 rsdt;
} __packed;

struct table_header {
	char signature[4];
	u32 length;
	u8 revision, checksum;
	char oem[6], oem_table[8];
	u32 oem_revision, creator, creator_revision;
} __packed;

struct madt {
	struct table_header header;
	u32 lapic;
	u32 flags;
	u8 entries[];
} __packed;

enum { MADT_LAPIC = 0,
       MADT_IOAPIC = 1,
       MADT_OVERRIDE = 2 };

struct madt_lapic {
	u8 type, length, processor, id;
	u32 flags; /* bit 0: usable */
} __packed;

struct madt_ioapic {
	u8 type, length, id, reserved;
	u32 address, gsi;
} __packed;

struct madt_override {
	u8 type, length, bus, irq;
	u32 gsi;
	u16 flags; /* bits 0-1: 3 active low; bits 2-3: 3 level */
} __packed;

#define FADT_PM1A_CONTROL 64 /* offset of a 32-bit port number */

/* Nothing in the tables is aligned. */
static u32 read32(const void *p)
{
	u32 value;

	memcpy(&value, p, sizeof(value));
	return value;
}

static bool checksum_ok(const void *data, size_t size)
{
	const u8 *p = data;
	u8 sum = 0;

	while (size--)
		sum += *p++;
	return !sum;
}

/* Firmware tables in the direct map, or behind it. */
static const void *map_phys(u32 phys, u32 size)
{
	if (phys + size > phys && phys + size <= DIRECT_MAP_SIZE)
		return phys_to_virt(phys);
	return ioremap(phys, size);
}

static const struct rsdp *search_rsdp(u32 start, u32 end)
{
	for (u32 phys = start; phys < end; phys += 16) {
		const struct rsdp *rsdp = phys_to_virt(phys);

		if (!memcmp(rsdp->signature, "RSD PTR ", 8) && checksum_ok(rsdp, 20))
			return rsdp;
	}
	return NULL;
}

static const struct rsdp *find_rsdp(void)
{
	u32 ebda = (u32) * (const volatile u16 *)phys_to_virt(EBDA_SEGMENT) << 4;
	const struct rsdp *rsdp = NULL;

	if (ebda >= 0x80000 && ebda < 0xa0000)
		rsdp = search_rsdp(ebda, ebda + 1024);
	return rsdp ? rsdp : search_rsdp(BIOS_AREA, BIOS_END);
}

/* A whole table; NULL if it is damaged. */
static const struct table_header *map_table(u32 phys)
{
	const struct table_header *table = map_phys(phys, sizeof(*table));

	if (!table || table->length < sizeof(*table) || table->length > (1u << 20))
		return NULL;
	table = map_phys(phys, table->length);
	return table && checksum_ok(table, table->length) ? table : NULL;
}

/* The boot CPU, which is cpus[0] already, finds itself in the list, too. */
static void add_cpu(const struct madt_lapic *entry)
{
	if (!(entry->flags & 1) || entry->id == cpus[0].hwid || nr_cpus == NR_CPUS)
		return;
	cpus[nr_cpus++].hwid = entry->id;
}

static void add_override(const struct madt_override *entry)
{
	if (entry->irq >= NR_ISA_IRQS)
		return;
	board.isa[entry->irq] = (struct isa_irq){
		.gsi = entry->gsi,
		.active_low = (entry->flags & 3) == 3,
		.level = (entry->flags >> 2 & 3) == 3,
	};
}

static void read_madt(const struct table_header *table)
{
	const struct madt *madt = (const struct madt *)table;
	const u8 *entry = madt->entries, *end = (const u8 *)madt + table->length;

	if (!(cpu_features & CPU_APIC))
		return; /* the firmware tells of controllers that this CPU cannot use */
	board.lapic = madt->lapic;
	lapic_init(ioremap(board.lapic, PAGE_SIZE));
	cpus[0].hwid = lapic_id();
	for (; entry + 2 <= end && entry[1] >= 2 && entry + entry[1] <= end; entry += entry[1]) {
		if (entry[0] == MADT_LAPIC && entry[1] >= sizeof(struct madt_lapic)) {
			add_cpu((const struct madt_lapic *)entry);
		} else if (entry[0] == MADT_OVERRIDE && entry[1] >= sizeof(struct madt_override)) {
			add_override((const struct madt_override *)entry);
		} else if (entry[0] == MADT_IOAPIC && entry[1] >= sizeof(struct madt_ioapic) &&
			   !board.ioapic) {
			board.ioapic = ((const struct madt_ioapic *)entry)->address;
			board.ioapic_gsi = ((const struct madt_ioapic *)entry)->gsi;
		}
	}
}

static void read_fadt(const struct table_header *table)
{
	if (table->length >= FADT_PM1A_CONTROL + 4)
		board.pm1a_control = read32((const u8 *)table + FADT_PM1A_CONTROL);
}

void acpi_read(void)
{
	const struct rsdp *rsdp = find_rsdp();
	const struct table_header *rsdt = rsdp ? map_table(rsdp->rsdt) : NULL;
	const u8 *entries = (const u8 *)(rsdt + 1);

	for (u32 i = 0; i < NR_ISA_IRQS; i++)
		board.isa[i].gsi = i;
	for (u32 i = 0; rsdt && i < (rsdt->length - sizeof(*rsdt)) / 4; i++) {
		const struct table_header *table = map_table(read32(entries + 4 * i));

		if (table && !memcmp(table->signature, "APIC", 4))
			read_madt(table);
		else if (table && !memcmp(table->signature, "FACP", 4))
			read_fadt(table);
	}
}
