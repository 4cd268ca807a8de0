/*
 * /proc/self/status: VmRSS grows by what is touched, VmSize by what is mapped, VmPeak and VmHWM never shrink;
 * MMUsers and MMCount are 1.
 */

#include "test.h"

#define STATUS "/proc/self/status"

int main(void)
{
	long rss = proc_number(STATUS, "VmRSS"), size = proc_number(STATUS, "VmSize");
	char *p = new_pages(256);

	CHECK(rss > 0);
	CHECK(size >= rss);
	CHECK_EQ(proc_number(STATUS, "VmSize"), size + 1024);
	for (int i = 0; i < 256; i++)
		p[i * PAGE_SIZE] = 1;
	CHECK(proc_number(STATUS, "VmRSS") >= rss + 1024);
	CHECK(proc_number(STATUS, "VmRSS") <= rss + 1024 + 64);
	CHECK_OK(munmap(p, 256 * PAGE_SIZE));
	CHECK(proc_number(STATUS, "VmRSS") <= rss + 64);
	CHECK_EQ(proc_number(STATUS, "VmSize"), size);
	CHECK(proc_number(STATUS, "VmPeak") >= size + 1024);
	CHECK(proc_number(STATUS, "VmHWM") >= rss + 900);
	CHECK_EQ(proc_number(STATUS, "Pid"), getpid());
	CHECK_EQ(proc_number(STATUS, "PPid"), getppid());
	CHECK_EQ(proc_number(STATUS, "MMUsers"), 1);
	CHECK_EQ(proc_number(STATUS, "MMCount"), 1);
	return 0;
}
