/* Nobody traps on the host. */
#ifndef ASM_PTRACE_H
#define ASM_PTRACE_H

struct pt_regs {
	int nothing;
};

#endif
