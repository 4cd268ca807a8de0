/* The serial line: 16550 and its kin. There is one. */
#ifndef KERNEL_UART_H
#define KERNEL_UART_H

#include <kernel/compiler.h>
#include <kernel/types.h>

/* Where its registers are mapped: 1 << reg_shift bytes apart, to be accessed width bytes at a time
 * (1 or 4). From here on uart_putc() works. */
void uart_early_init(void *base, unsigned int reg_shift, unsigned int width);
/* The same where registers are not memory: by functions that read and write register reg. */
void uart_early_init_ports(u8 (*read)(unsigned int reg), void (*write)(unsigned int reg, u8 value));
/* Receive by interrupt; characters go to tty_receive(). */
void uart_init(unsigned int irq);
/* Any context; waits until the device has room. */
void uart_putc(char c);

#endif
