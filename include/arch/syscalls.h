/*
 * System calls that only this machine has: <asm/syscalls.h> declares the functions that rows of
 * include/abi/syscalls.tbl name for it alone, and that the port itself defines.
 */
#ifndef ARCH_SYSCALLS_H
#define ARCH_SYSCALLS_H

#include <asm/syscalls.h>

#endif
