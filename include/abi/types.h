/* Basic types of the system-call interface, with Linux's widths on both machines. */
#ifndef ABI_TYPES_H
#define ABI_TYPES_H

#include <stddef.h>
#include <stdint.h>

typedef int pid_t;
typedef unsigned int uid_t;
typedef unsigned int gid_t;
typedef unsigned int mode_t;
typedef uint64_t dev_t;
typedef uint64_t ino_t;
typedef int64_t off_t; /* always 64 bits: the i386 calls of 32 bits are not offered */
typedef intptr_t ssize_t;
typedef long time_t;
typedef long clock_t;
typedef int clockid_t;

#endif
