/* What a program is told of the machine: <asm/elf.h> defines ELF_HWCAP, the value of AT_HWCAP. */
#ifndef ARCH_ELF_H
#define ARCH_ELF_H

#include <asm/elf.h>

#endif
