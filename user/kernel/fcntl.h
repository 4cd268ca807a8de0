/* For programs written for xv6, which include it: O_CREATE and the rest are in user.h. */
#ifndef XV6_FCNTL_H
#define XV6_FCNTL_H

#include <user.h>

#endif
