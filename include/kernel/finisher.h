/* SiFive's test finisher, QEMU's way to end with a status. */
#ifndef KERNEL_FINISHER_H
#define KERNEL_FINISHER_H

/* QEMU exits with status (its low 8 bits), or the machine resets. */
void finisher_exit(void *base, int status);
void finisher_reset(void *base);

#endif
