/* CPUs: starting, stopping, waiting. <asm/cpu.h> defines struct arch_cpu and cpu_relax(). */
#ifndef ARCH_CPU_H
#define ARCH_CPU_H

#include <asm/cpu.h>
#include <kernel/compiler.h>

struct cpu;
struct task_struct;

/* Start cpu with its idle task; it calls secondary_main() (main.c). 0 or -errno. */
int arch_start_cpu(struct cpu *cpu);
/* Nothing to do: wait for an interrupt. Called with interrupts off, returns with them on. */
void arch_idle(void);
/* Make another CPU look at its run queue. Any context. */
void arch_send_reschedule(struct cpu *cpu);
/* A panic: the others stop where they are. */
void arch_stop_other_cpus(void);
/* End the machine; status is QEMU's exit status where the machine can pass one. */
void __noreturn arch_power_off(int status);
void __noreturn arch_reboot(void);

#endif
