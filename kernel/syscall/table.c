/*
 * The table of system calls, made from include/abi/syscalls.tbl.
 *
 * Where a register is wider than an int, a program may put anything into the upper half of an int's
 * register, where the compiler counts on a copy of the sign. There each function is called through
 * one that converts its arguments. (Pointers are converted without a cast: hence the pragma.)
 */
#include <abi/syscall_nr.h>
#include <arch/syscalls.h>
#include <kernel/syscall.h>
#include <kernel/syscalls.h>

#if __SIZEOF_LONG__ > __SIZEOF_INT__

#pragma GCC diagnostic ignored "-Wint-conversion"
#define ARGS0
#define ARGS1 a0
#define ARGS2 a0, a1
#define ARGS3 a0, a1, a2
#define ARGS4 a0, a1, a2, a3
#define ARGS5 a0, a1, a2, a3, a4
#define ARGS6 a0, a1, a2, a3, a4, a5
#define SYSCALL(nr, function, nargs)                                                \
	static long call_##nr(unsigned long a0, unsigned long a1, unsigned long a2, \
			      unsigned long a3, unsigned long a4, unsigned long a5) \
	{                                                                           \
		return function(ARGS##nargs);                                       \
	}
#include <syscall_table.h>
#undef SYSCALL
#define SYSCALL(nr, function, nargs) [nr] = call_##nr,

#else

/* A function may be given more arguments than it takes. */
#define SYSCALL(nr, function, nargs) [nr] = (syscall_fn)(void (*)(void))function,

#endif

const syscall_fn syscall_table[NR_syscalls] = {
#include <syscall_table.h>
};
