/* The console as a terminal. */
#ifndef KERNEL_TTY_H
#define KERNEL_TTY_H

struct file_operations;

/* The driver has received a character. Interrupt handlers only. */
void tty_receive(char c);

extern const struct file_operations tty_fops;

#endif
