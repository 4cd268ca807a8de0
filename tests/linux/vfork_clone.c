/* CLONE_VM: one memory. CLONE_VFORK: the parent waits until the child has called exec or exit. */
#include "raw.h"

static volatile int shared, order;
static char stack[16384] __attribute__((aligned(16)));

/*
 * clone() with a stack of its own: the child calls fn there and ends with what fn returns. The new stack is the only
 * place where the child finds fn, since registers are the compiler's.
 */
long clone_call(long flags, void *top, long (*fn)(void));
#if defined(__riscv)
__asm__(".globl clone_call\nclone_call:\n"
	"	addi a1, a1, -16\n	sd a2, 0(a1)\n"
	"	li a2, 0\n	li a3, 0\n	li a4, 0\n	li a7, 220\n	ecall\n"
	"	bnez a0, 1f\n"
	"	ld t0, 0(sp)\n	jalr t0\n	li a7, 93\n	ecall\n"
	"1:	ret\n");
#else
__asm__(".globl clone_call\nclone_call:\n"
	"	pushl %ebx\n	pushl %esi\n	pushl %edi\n"
	"	movl 16(%esp), %ebx\n	movl 20(%esp), %ecx\n	movl 24(%esp), %eax\n"
	"	subl $16, %ecx\n	movl %eax, (%ecx)\n"
	"	xorl %edx, %edx\n	xorl %esi, %esi\n	xorl %edi, %edi\n	movl $120, %eax\n	int $0x80\n"
	"	testl %eax, %eax\n	jnz 1f\n"
	"	popl %eax\n	call *%eax\n	movl %eax, %ebx\n	movl $1, %eax\n	int $0x80\n"
	"1:	popl %edi\n	popl %esi\n	popl %ebx\n	ret\n");
#endif

static long set_shared(void)
{
	shared = 42;
	return 3;
}

static long dawdle(void)
{
	struct {
		long seconds, nanoseconds;
	} nap = { 0, 50 * 1000 * 1000 };

	sys2(__NR_nanosleep, &nap, 0);
	order = order == 0 ? 1 : 99;
	return 0;
}

int main(int argc, char **argv, char **envp, unsigned long *auxv)
{
	long pid;

	pid = clone_call(CLONE_VM | SIGCHLD, stack + sizeof stack, set_shared);
	expect_true(pid > 0);
	expect(wait_for(pid), 3 << 8);
	expect(shared, 42);

	pid = clone_call(CLONE_VM | CLONE_VFORK | SIGCHLD, stack + sizeof stack, dawdle);
	expect(order, 1);
	expect(wait_for(pid), 0);

	/* without CLONE_VM the parent waits, too, but sees nothing */
	order = 0;
	pid = clone_call(CLONE_VFORK | SIGCHLD, stack + sizeof stack, dawdle);
	expect(order, 0);
	expect(wait_for(pid), 0);

	/* flags that contradict each other */
	expect(sys5(__NR_clone, CLONE_THREAD | SIGCHLD, 0, 0, 0, 0), -EINVAL);
	expect(sys5(__NR_clone, CLONE_SIGHAND | SIGCHLD, 0, 0, 0, 0), -EINVAL);
	expect(sys5(__NR_clone, CLONE_FS | CLONE_NEWNS | SIGCHLD, 0, 0, 0, 0), -EINVAL);
	return 0;
}
