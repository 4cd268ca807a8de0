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

static inline bool IS_ERR(const void *p)
{
	return unlikely((unsigned long)p >= (unsigned long)-MAX_ERRNO);
}

#endif
