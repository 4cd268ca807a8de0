/* Structures of calls that i386 alone still has: each has a younger one with wider members. */
#ifndef ABI_OLD_CALLS_H
#define ABI_OLD_CALLS_H

#include <abi/types.h>

/* utime() */
struct utimbuf {
	time_t actime;
	time_t modtime;
};

#endif
