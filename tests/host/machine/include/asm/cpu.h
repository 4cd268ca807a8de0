/* The host as a machine: a CPU has nothing of its own. */
#ifndef ASM_CPU_H
#define ASM_CPU_H

struct arch_cpu {
	int nothing;
};

static inline void cpu_relax(void)
{
}

#endif
