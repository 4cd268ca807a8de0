/*
 * Raw user copies; use <kernel/uaccess.h>. The port's code opens user memory only for the copy, and
 * each instruction that can fault has an entry in the exception table.
 */
#ifndef ARCH_UACCESS_H
#define ARCH_UACCESS_H

#include <kernel/compiler.h>
#include <kernel/types.h>

struct pt_regs;

/* Either side may be user memory. How many bytes were not copied. */
size_t raw_copy_user(void *to, const void *from, size_t n);
size_t raw_clear_user(void *to, size_t n);
/* As strncpy_from_user(), address checked by the caller. */
long raw_strncpy_from_user(char *to, const char *from, size_t size);

/* Word exchange for futexes: *old gets the value before; -EFAULT. */
int raw_cmpxchg_user(u32 *uaddr, u32 expect, u32 new_value, u32 *old);

/* A fault at this pc of the kernel has a way out: take it and return true. */
bool fixup_exception(struct pt_regs *regs);

#endif
