/*
 * User memory, from the kernel. A user pointer is hostile: every access checks that it lies below
 * TASK_SIZE, and a fault in it takes the same path as a fault of the program itself (demand-zero,
 * copy-on-write, stack growth); if that fails the access ends with an error.
 * All but the _nofault forms may sleep, and take mmap_lock in a fault.
 */
#ifndef KERNEL_UACCESS_H
#define KERNEL_UACCESS_H

#include <arch/page.h>
#include <arch/uaccess.h>
#include <kernel/err.h>
#include <kernel/task.h>

/* Is [p, p + n) within what a program may name? Says nothing about what is mapped. */
static inline bool access_ok(const void __user *p, size_t n)
{
	return n <= TASK_SIZE && (unsigned long)p <= TASK_SIZE - n;
}

/* How many bytes could not be copied: 0 is success. */
static inline size_t __must_check copy_from_user(void *to, const void __user *from, size_t n)
{
	return access_ok(from, n) ? raw_copy_user(to, from, n) : n;
}

static inline size_t __must_check copy_to_user(void __user *to, const void *from, size_t n)
{
	return access_ok(to, n) ? raw_copy_user(to, from, n) : n;
}

static inline size_t __must_check clear_user(void __user *to, size_t n)
{
	return access_ok(to, n) ? raw_clear_user(to, n) : n;
}

/* Only what is mapped already: a fault ends the copy. For callers that hold an inode's lock. */
static inline size_t __must_check copy_from_user_nofault(void *to, const void __user *from, size_t n)
{
	current->pagefault_disabled++;
	barrier();
	n = copy_from_user(to, from, n);
	barrier();
	current->pagefault_disabled--;
	return n;
}

static inline size_t __must_check copy_to_user_nofault(void __user *to, const void *from, size_t n)
{
	current->pagefault_disabled++;
	barrier();
	n = copy_to_user(to, from, n);
	barrier();
	current->pagefault_disabled--;
	return n;
}

/* Touch every page of [p, p + n) as a load or a store would; -EFAULT if one cannot be. */
int __must_check fault_in_readable(const void __user *p, size_t n);
int __must_check fault_in_writeable(void __user *p, size_t n);

/* A string with its NUL: the length without it, -EFAULT, or -ENAMETOOLONG if no NUL within size bytes. */
long __must_check strncpy_from_user(char *to, const char __user *from, size_t size);

/* One scalar. 0 or -EFAULT. */
#define get_user(x, p) (copy_from_user(&(x), (p), sizeof(*(p))) ? -EFAULT : 0)
#define put_user(x, p)                                            \
	({                                                        \
		__typeof__(*(p)) _v = (x);                        \
		copy_to_user((p), &_v, sizeof(_v)) ? -EFAULT : 0; \
	})

#endif
