/*
 * struct iov_iter: where a read puts its bytes, or a write takes them from. One or several pieces of user
 * memory, or of the kernel's own. What is copied is consumed, so a file system asks iter->count how much is left.
 */
#ifndef KERNEL_UIO_H
#define KERNEL_UIO_H

#include <abi/uio.h>
#include <kernel/compiler.h>
#include <kernel/types.h>
#include <kernel/uaccess.h>

struct iov_iter {
	char *base; /* what is left of the present piece */
	size_t len;
	size_t count;		  /* bytes left in all pieces; count >= len */
	const struct iovec *next; /* the pieces after it, in kernel memory */
	bool kernel;		  /* base is kernel memory: nothing can fault */
};

static inline void iov_iter_user(struct iov_iter *iter, const void __user *buf, size_t n)
{
	*iter = (struct iov_iter){ .base = (char *)buf, .len = n, .count = n };
}

static inline void iov_iter_kernel(struct iov_iter *iter, const void *buf, size_t n)
{
	*iter = (struct iov_iter){ .base = (char *)buf, .len = n, .count = n, .kernel = true };
}

/* iov.c: the forms for more than one piece, or kernel memory. */
size_t copy_to_iter_slow(const void *from, size_t n, struct iov_iter *iter);
size_t copy_from_iter_slow(void *to, size_t n, struct iov_iter *iter);

static inline void iov_iter_consume(struct iov_iter *iter, size_t n)
{
	iter->base += n;
	iter->len -= n;
	iter->count -= n;
}

/*
 * Copy up to n bytes (no more than iter->count) and say how many were copied: fewer only when user memory
 * could not be reached. May sleep, and take mmap_lock in a fault.
 */
static inline size_t copy_to_iter(const void *from, size_t n, struct iov_iter *iter)
{
	if (unlikely(iter->kernel || n > iter->len))
		return copy_to_iter_slow(from, n, iter);
	n -= copy_to_user(iter->base, from, n);
	iov_iter_consume(iter, n);
	return n;
}

static inline size_t copy_from_iter(void *to, size_t n, struct iov_iter *iter)
{
	if (unlikely(iter->kernel || n > iter->len))
		return copy_from_iter_slow(to, n, iter);
	n -= copy_from_user(to, iter->base, n);
	iov_iter_consume(iter, n);
	return n;
}

/* For callers that hold a page of the page cache: only what is mapped already. */
size_t copy_from_iter_nofault(void *to, size_t n, struct iov_iter *iter);

/* n zero bytes. */
size_t zero_iter(size_t n, struct iov_iter *iter);

/* Make the next n bytes (or what is left, if less) reachable: 0, or -EFAULT if not even the first is. */
int __must_check fault_in_iter_readable(const struct iov_iter *iter, size_t n);

#endif
