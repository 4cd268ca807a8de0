/*
 * On a stack segment of 16 bits only the lower half of esp counts, and a return from the kernel loads no more. The
 * upper half is the program's all the same: neither lost nor replaced by the kernel's.
 */

#include "ldt.h"

#ifdef NO_LDT
NEEDS_LDT_MAIN
#else

#define ESP 0xabcd0800u

static char stack[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static unsigned int call; /* not where esp would have to find it */

static void install_stack(void)
{
	struct user_desc desc = data_desc(FIRST_ENTRY, stack, sizeof(stack));

	desc.seg_32bit = 0;
	CHECK_OK(write_ldt(desc));
}

/* esp after up to n rounds there, which end early when it is not what it was. In a round system call nr is made. */
static unsigned int esp_after_calls(unsigned int n, unsigned int nr)
{
	unsigned int esp;

	call = nr;
	__asm__ volatile("movl %%esp, %%esi\n\tmovl %%ss, %%edi\n\t"
			 "movw %w2, %%ss\n\tmovl %4, %%esp\n"
			 "1:	movl %3, %%eax\n\tint $0x80\n\tmovl %%esp, %%edx\n\t"
			 "cmpl %4, %%edx\n\tjne 2f\n\tdecl %%ecx\n\tjnz 1b\n"
			 "2:	movl %%edi, %%ss\n\tmovl %%esi, %%esp"
			 : "=&d"(esp), "+c"(n)
			 : "b"(SELECTOR(FIRST_ENTRY)), "m"(call), "i"(ESP)
			 : "eax", "esi", "edi", "memory", "cc");
	return esp;
}

/* The same with nothing but interrupts, and page faults of the stack. */
static unsigned int esp_after_waiting(unsigned int n)
{
	unsigned int esp;

	__asm__ volatile("movl %%esp, %%esi\n\tmovl %%ss, %%edi\n\t"
			 "movw %w2, %%ss\n\tmovl %3, %%esp\n"
			 "1:	movl %%esp, %%edx\n\tcmpl %3, %%edx\n\tjne 2f\n\tpushl %%edx\n\tpopl %%edx\n\t"
			 "decl %%ecx\n\tjnz 1b\n"
			 "2:	movl %%edi, %%ss\n\tmovl %%esi, %%esp"
			 : "=&d"(esp), "+c"(n)
			 : "b"(SELECTOR(FIRST_ENTRY)), "i"(ESP)
			 : "eax", "esi", "edi", "memory", "cc");
	return esp;
}

/* The segment goes while it is in use: there is nothing to return to. */
static void lose_stack(void *unused)
{
	static struct user_desc empty;

	empty = empty_desc(FIRST_ENTRY);
	__asm__ volatile("movw %w0, %%ss\n\tmovl %1, %%esp\n\tint $0x80"
			 :
			 : "S"(SELECTOR(FIRST_ENTRY)), "i"(ESP), "a"(__NR_modify_ldt), "b"(0x11), "c"(&empty),
			   "d"(sizeof(empty))
			 : "memory");
}

int main(void)
{
	install_stack();
	CHECK_EQ(esp_after_waiting(1), ESP); /* its page comes by a fault */
	CHECK_EQ(esp_after_calls(1000, __NR_getpid), ESP);
	CHECK_EQ(esp_after_calls(100, __NR_sched_yield), ESP);
	CHECK_EQ(esp_after_waiting(20000000), ESP);
	child_code(lose_stack, NULL, 128 + SIGILL);
	return 0;
}

#endif
