/* Times and clocks. The guards around timespec and timeval are libc's, so that host programs may have both. */
#ifndef ABI_TIME_H
#define ABI_TIME_H

#include <abi/types.h>

#ifndef _STRUCT_TIMESPEC
#define _STRUCT_TIMESPEC 1
struct timespec {
	time_t tv_sec;
	long tv_nsec;
};
#endif

/* Of the calls that give 64 bits to seconds on every machine. */
struct __kernel_timespec {
	int64_t tv_sec;
	int64_t tv_nsec;
};

#ifndef __timeval_defined
#define __timeval_defined 1
struct timeval {
	time_t tv_sec;
	long tv_usec;
};
#endif

struct timezone {
	int tz_minuteswest;
	int tz_dsttime;
};

/* Of times(), in units of 1 / USER_HZ seconds. */
struct tms {
	clock_t tms_utime;
	clock_t tms_stime;
	clock_t tms_cutime;
	clock_t tms_cstime;
};

#define USER_HZ 100

#define CLOCK_REALTIME		 0
#define CLOCK_MONOTONIC		 1
#define CLOCK_PROCESS_CPUTIME_ID 2
#define CLOCK_THREAD_CPUTIME_ID	 3
#define CLOCK_MONOTONIC_RAW	 4
#define CLOCK_REALTIME_COARSE	 5
#define CLOCK_MONOTONIC_COARSE	 6
#define CLOCK_BOOTTIME		 7

#define TIMER_ABSTIME 1

#endif
