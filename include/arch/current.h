/* current: the task that runs on this CPU. <asm/current.h> defines it; it never changes under its user. */
#ifndef ARCH_CURRENT_H
#define ARCH_CURRENT_H

#include <asm/current.h>

#endif
