/* What the files of this folder share. */
#ifndef DEBUG_INTERNAL_H
#define DEBUG_INTERNAL_H

/* A line with the address, and the function that it lies in. */
void show_symbol(unsigned long pc);

#endif
