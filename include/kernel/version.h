/* Which ditto this is. The release looks like a Linux of the time whose interface it has. */
#ifndef KERNEL_VERSION_H
#define KERNEL_VERSION_H

#include <abi/utsname.h>

#define DITTO_RELEASE "6.1.0-ditto"
#define DITTO_VERSION "ditto 0.1"

extern const struct new_utsname init_uts; /* syscall/system.c */

#endif
