/* For programs written for xv6, which include it. struct stat is Linux's here: st_size, st_mode and S_ISDIR(). */
#ifndef XV6_STAT_H
#define XV6_STAT_H

#include <abi/stat.h>

#endif
