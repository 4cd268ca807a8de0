/* The two 8259 interrupt controllers of every PC: lines 0 to 15. */
#ifndef KERNEL_PIC_H
#define KERNEL_PIC_H

#include <kernel/compiler.h>

/* Line n raises vector + n, a multiple of 8; all lines are masked. */
void pic_init(unsigned int vector);
void pic_unmask(unsigned int irq);
void pic_eoi(unsigned int irq);

#endif
