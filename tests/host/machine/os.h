/*
 * What the fakes need of the host's C library, behind an interface without types: the kernel's headers and
 * the host's define the same names, so no file includes both.
 */
#ifndef OS_H
#define OS_H

#include <stdbool.h>
#include <stddef.h>

/* Fibers: tasks are switched by hand, in one thread. */
struct fiber;
struct fiber *fiber_create(void (*fn)(void)); /* fn never returns */
struct fiber *fiber_main(void);		      /* the thread that called main() */
void fiber_switch(struct fiber *to);
void fiber_destroy(struct fiber *fiber); /* not the present one */

void *os_alloc(size_t size); /* malloc; ASan watches it */
void os_free(void *p);
void *os_map(size_t size); /* zeroed pages, aligned */
void os_poison(void *p, size_t size);
void os_unpoison(void *p, size_t size);
void os_print(const char *text);
_Noreturn void os_abort(void);

#endif
