/* What a program can do to a CPU: each instruction costs it its life with Linux's signal, or does nothing. */
#include "../raw.h"

#define SIGILL	4
#define SIGTRAP 5
#define SIGFPE	8

#define INSTRUCTION(name, text)                                                 \
	static void name(void)                                                  \
	{                                                                       \
		__asm__ volatile(text                                           \
				 :                                              \
				 :                                              \
				 : "eax", "ecx", "edx", "ebx", "memory", "cc"); \
	}

/* A flag, set and still there for the next instruction. */
#define WITH_FLAG(flag) "pushfl\n\torl $" flag ", (%%esp)\n\tpopfl\n\t"
#define TF		"0x100"
#define NT		"0x4000"

INSTRUCTION(breakpoint, "int3")
INSTRUCTION(overflow, "movb $127, %%al\n\taddb $1, %%al\n\tinto")
INSTRUCTION(bound, "pushl $1\n\tpushl $0\n\tmovl $5, %%eax\n\tbound %%eax, (%%esp)")
INSTRUCTION(divide, "xorl %%ecx, %%ecx\n\txorl %%edx, %%edx\n\tdivl %%ecx")
INSTRUCTION(undefined, "ud2")
INSTRUCTION(x87, "pushl $0\n\tfninit\n\tfldcw (%%esp)\n\tfld1\n\tfldz\n\tfdivrp\n\tfwait")
INSTRUCTION(int_1, "int $1")
INSTRUCTION(int_2, "int $2")
INSTRUCTION(int_8, "int $8")
INSTRUCTION(int_14, "int $14")
INSTRUCTION(int_0x20, "int $0x20")
INSTRUCTION(int_0x30, "int $0x30")
INSTRUCTION(int_0xe0, "int $0xe0")
INSTRUCTION(int_0xf2, "int $0xf2")
INSTRUCTION(int_0xff, "int $0xff")
INSTRUCTION(sysenter, "movl $20, %%eax\n\tmovl %%esp, %%ecx\n\tsysenter")
INSTRUCTION(sysenter_stepping, WITH_FLAG(TF) "sysenter")
INSTRUCTION(sysexit, "sysexit")
INSTRUCTION(hlt, "hlt")
INSTRUCTION(cli, "cli")
INSTRUCTION(in_port, "inb $0x60, %%al")
INSTRUCTION(out_port, "outb %%al, $0xf4")
INSTRUCTION(lldt, "xorl %%eax, %%eax\n\tlldt %%ax")
INSTRUCTION(ltr, "movl $0x80, %%eax\n\tltr %%ax")
INSTRUCTION(wrmsr, "movl $0x174, %%ecx\n\twrmsr")
INSTRUCTION(read_cr0, "movl %%cr0, %%eax")
INSTRUCTION(write_dr7, "movl $0x401, %%eax\n\tmovl %%eax, %%dr7")
INSTRUCTION(kernel_code, "pushl $0x60\n\tpushl $0\n\tlret")
INSTRUCTION(iret_to_kernel, "pushfl\n\tpushl $0x60\n\tpushl $0\n\tiret")
INSTRUCTION(iret_as_a_nested_task, WITH_FLAG(NT) "pushfl\n\tpushl %%cs\n\tpushl $1f\n\tiret\n1:")
INSTRUCTION(call_task, "lcall $0x83, $0")
INSTRUCTION(jump_to_double_fault, "ljmp $0xfb, $0")
INSTRUCTION(call_ldt, "lcall $7, $0")
INSTRUCTION(null_stack, "xorl %%eax, %%eax\n\tmovw %%ax, %%ss")
INSTRUCTION(no_such_stack, "movl $0xffff, %%eax\n\tmovw %%ax, %%ss")
INSTRUCTION(step, WITH_FLAG(TF) "nop")
INSTRUCTION(step_into_a_call, "movl $20, %%eax\n\t" WITH_FLAG(TF) "int $0x80\n\tnop")
INSTRUCTION(step_behind_a_stack, "movl $20, %%eax\n\tmovl %%ss, %%ecx\n\t" WITH_FLAG(TF) "movw %%cx, %%ss\n\tint $0x80\n\tnop")
INSTRUCTION(kernel_address, "movl $0xc0100000, %%eax\n\tjmp *%%eax")

static const struct {
	void (*run)(void);
	const char *name;
	int sig;
} traps[] = {
#define TRAP(name, sig)          \
	{                        \
		name, #name, sig \
	}
	TRAP(breakpoint, SIGTRAP),
	TRAP(overflow, SIGSEGV),
	TRAP(bound, SIGSEGV),
	TRAP(divide, SIGFPE),
	TRAP(undefined, SIGILL),
	TRAP(x87, SIGFPE),
	TRAP(int_1, SIGSEGV),
	TRAP(int_2, SIGSEGV),
	TRAP(int_8, SIGSEGV),
	TRAP(int_14, SIGSEGV),
	TRAP(int_0x20, SIGSEGV),
	TRAP(int_0x30, SIGSEGV),
	TRAP(int_0xe0, SIGSEGV),
	TRAP(int_0xf2, SIGSEGV),
	TRAP(int_0xff, SIGSEGV),
	TRAP(sysenter, SIGSEGV),
	TRAP(sysenter_stepping, SIGSEGV),
	TRAP(sysexit, SIGSEGV),
	TRAP(hlt, SIGSEGV),
	TRAP(cli, SIGSEGV),
	TRAP(in_port, SIGSEGV),
	TRAP(out_port, SIGSEGV),
	TRAP(lldt, SIGSEGV),
	TRAP(ltr, SIGSEGV),
	TRAP(wrmsr, SIGSEGV),
	TRAP(read_cr0, SIGSEGV),
	TRAP(write_dr7, SIGSEGV),
	TRAP(kernel_code, SIGSEGV),
	TRAP(iret_to_kernel, SIGSEGV),
	TRAP(iret_as_a_nested_task, SIGSEGV),
	TRAP(call_task, SIGSEGV),
	TRAP(jump_to_double_fault, SIGSEGV),
	TRAP(call_ldt, SIGSEGV),
	TRAP(null_stack, SIGSEGV),
	TRAP(no_such_stack, SIGSEGV),
	TRAP(step, SIGTRAP),
	TRAP(step_into_a_call, SIGTRAP),
	TRAP(step_behind_a_stack, SIGTRAP),
	TRAP(kernel_address, SIGSEGV),
};

/* Several at a time, so that all CPUs get their share. */
#define AT_ONCE 8

static void all_traps(void)
{
	for (unsigned int i = 0; i < sizeof traps / sizeof traps[0]; i++) {
		long pids[AT_ONCE];

		for (int k = 0; k < AT_ONCE; k++) {
			pids[k] = fork();
			if (!pids[k]) {
				traps[i].run();
				leave(0);
			}
		}
		for (int k = 0; k < AT_ONCE; k++)
			expect_at(__LINE__, traps[i].name, wait_for(pids[k]), traps[i].sig);
	}
}

static unsigned long flags_with(unsigned long set)
{
	unsigned long flags;

	__asm__ volatile("pushfl\n\torl %1, (%%esp)\n\tpopfl\n\tpushfl\n\tpopl %0"
			 : "=r"(flags)
			 : "r"(set)
			 : "memory", "cc");
	return flags;
}

/* Flags that the kernel must not run with, and that are the program's own: they come back as they were. */
static void strange_flags(void)
{
	unsigned long flags;
	long pid;

	expect(flags_with(0x23000) & 0x23200, 0x200); /* neither VM nor IOPL, and interrupts stay on */
	flags_with(0x4000 | 0x40000);		      /* NT, AC */
	for (int i = 0; i < 20; i++) {
		expect_true(sys0(__NR_getpid) > 0);
		sys0(__NR_sched_yield);
	}
	pid = fork();
	if (!pid)
		leave(0);
	expect(wait_for(pid), 0);
	__asm__ volatile("std\n\tint $0x80\n\tpushfl\n\tpopl %0\n\tcld"
			 : "=&r"(flags)
			 : "a"(__NR_sched_yield)
			 : "memory", "cc");
	expect_true(flags & 0x400);
}

int main(int argc, char **argv, char **envp, unsigned long *auxv)
{
	all_traps();
	strange_flags();
	return 0;
}
