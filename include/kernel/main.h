/* Where the ports' assembly enters the kernel proper. */
#ifndef KERNEL_MAIN_H
#define KERNEL_MAIN_H

#include <kernel/compiler.h>

/* The boot CPU, on init_task's stack, interrupts off. */
void __noreturn kernel_main(void);
/* Every other CPU, as its idle task, interrupts off. */
void __noreturn secondary_main(void);

#endif
