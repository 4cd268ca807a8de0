/* What uname fills in. */
#ifndef ABI_UTSNAME_H
#define ABI_UTSNAME_H

struct new_utsname {
	char sysname[65];
	char nodename[65];
	char release[65];
	char version[65];
	char machine[65];
	char domainname[65];
};

#endif
