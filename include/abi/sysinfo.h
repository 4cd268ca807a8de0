/* What sysinfo fills in. */
#ifndef ABI_SYSINFO_H
#define ABI_SYSINFO_H

struct sysinfo {
	long uptime; /* seconds */
	unsigned long loads[3];
	unsigned long totalram; /* this and the next in units of mem_unit bytes */
	unsigned long freeram;
	unsigned long sharedram;
	unsigned long bufferram;
	unsigned long totalswap;
	unsigned long freeswap;
	unsigned short procs;
	unsigned short pad;
	unsigned long totalhigh;
	unsigned long freehigh;
	unsigned int mem_unit;
	char _f[20 - 2 * sizeof(long) - sizeof(int)];
};

#endif
