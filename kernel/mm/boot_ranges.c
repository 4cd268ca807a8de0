/* The physical memory that the port finds at boot: what is RAM, and which of it is taken already. */
#include <arch/boot.h>
#include <arch/page.h>
#include <kernel/compiler.h>
#include <kernel/panic.h>

struct boot_info boot_info;

static void add_range(struct mem_range *ranges, unsigned int *nr, u64 start, u64 end, const char *what)
{
	if (start >= end)
		return;
	if (*nr == MAX_MEM_RANGES)
		panic("more than %d ranges of %s", MAX_MEM_RANGES, what);
	ranges[(*nr)++] = (struct mem_range){ start, end };
}

void boot_add_ram(u64 start, u64 size)
{
	u64 end = start + size;

	if (end > DIRECT_MAP_SIZE) {
		boot_info.ignored_ram += end - max(start, (u64)DIRECT_MAP_SIZE);
		end = DIRECT_MAP_SIZE;
	}
	add_range(boot_info.ram, &boot_info.nr_ram, ALIGN_UP(start, (u64)PAGE_SIZE), ALIGN_DOWN(end, (u64)PAGE_SIZE),
		  "memory");
}

void boot_reserve(u64 start, u64 size)
{
	add_range(boot_info.reserved, &boot_info.nr_reserved, start, start + size, "reserved memory");
}
