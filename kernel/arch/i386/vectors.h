/*
 * Interrupt vectors. 0 to 31 are exceptions; 0x30 + n is line n of the interrupt controller; what CPUs
 * send each other, and the timer, lie above all devices: the upper four bits are the priority.
 */
#ifndef I386_VECTORS_H
#define I386_VECTORS_H

#define VECTOR_IRQ0	  0x30
#define NR_IRQS		  24
#define VECTOR_SYSCALL	  0x80
#define VECTOR_TIMER	  0xe0
#define VECTOR_RESCHEDULE 0xf0
#define VECTOR_CALL	  0xf1
#define VECTOR_STOP	  0xf2
#define VECTOR_SPURIOUS	  0xff /* the local APIC's; its low four bits are set on old ones */
#define NR_VECTORS	  256

#endif
