/* Random bytes: good enough for AT_RANDOM, hash seeds and /dev/urandom; not for keys. */
#ifndef KERNEL_RANDOM_H
#define KERNEL_RANDOM_H

#include <kernel/types.h>

void get_random_bytes(void *buf, size_t n);
/* Stir something in that an outsider does not know: boot-time seeds, times of interrupts. */
void add_randomness(u64 value);

#endif
