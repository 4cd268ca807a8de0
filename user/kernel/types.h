/* For programs written for xv6: the short names of its kernel/types.h. */
#ifndef XV6_TYPES_H
#define XV6_TYPES_H

#include <abi/types.h>

typedef unsigned int uint;
typedef unsigned short ushort;
typedef unsigned char uchar;
typedef uint8_t uint8;
typedef uint16_t uint16;
typedef uint32_t uint32;
typedef uint64_t uint64;

#endif
