/* The console before and under the tty: one character out, polled, any context. */
#ifndef ARCH_CONSOLE_H
#define ARCH_CONSOLE_H

void console_putc(char c);

#endif
