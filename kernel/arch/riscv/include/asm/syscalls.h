/* The port has no system calls of its own. */
#ifndef ASM_SYSCALLS_H
#define ASM_SYSCALLS_H

#endif
