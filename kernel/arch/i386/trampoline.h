/* The page below 1 MiB where the other CPUs begin; setup.c keeps it out of the allocator's hands. */
#ifndef I386_TRAMPOLINE_H
#define I386_TRAMPOLINE_H

#define TRAMPOLINE 0x8000

#endif
