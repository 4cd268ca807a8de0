/*
 * Random bytes: good enough for AT_RANDOM and /dev/urandom; not for keys. The calendar clock and the moments at
 * which disk transfers end make them others in each boot.
 */
#ifndef KERNEL_RANDOM_H
#define KERNEL_RANDOM_H

#include <kernel/types.h>

void get_random_bytes(void *buf, size_t n);
/* Stir something in that an outsider does not know. */
void add_randomness(u64 value);

#endif
