/* MemFree falls by what a program touches, and comes back when it is unmapped; sysinfo says the same. */

#include "test.h"

int main(void)
{
	long before = proc_number("/proc/meminfo", "MemFree"), during;
	long total = proc_number("/proc/meminfo", "MemTotal");
	char *p = new_pages(2048);
	struct sysinfo info;

	CHECK(before > 8192);
	CHECK(before <= total);
	memset(p, 1, 2048 * PAGE_SIZE);
	during = proc_number("/proc/meminfo", "MemFree");
	CHECK(during <= before - 7000);
	CHECK_OK(sysinfo(&info));
	CHECK(info.freeram / 1024 * info.mem_unit < (unsigned long)during + 2048);
	CHECK(info.freeram / 1024 * info.mem_unit > (unsigned long)during - 2048);
	CHECK_OK(munmap(p, 2048 * PAGE_SIZE));
	CHECK(proc_number("/proc/meminfo", "MemFree") >= before - 1024);
	return 0;
}
