/* An errno inside a pointer: the last page of the address space holds no object. */
#ifndef KERNEL_ERR_H
#define KERNEL_ERR_H

#include <abi/errno.h>
#include <kernel/compiler.h>
#include <kernel/types.h>

#define MAX_ERRNO 4095

static inline void *ERR_PTR(long err)
{
	return (void *)err;
}

static inline long PTR_ERR(const void *p)
{
	return (long)p;
}

/* For an address, or -errno, in a long: where addresses have 32 bits, user space reaches beyond LONG_MAX. */
#define IS_ERR_VALUE(x) unlikely((unsigned long)(x) >= (unsigned long)-MAX_ERRNO)

static inline bool IS_ERR(const void *p)
{
	return unlikely((unsigned long)p >= (unsigned long)-MAX_ERRNO);
}

#endif
