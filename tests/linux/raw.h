/* Linux's system calls without a C library: what a client needs to start, to call, to complain and to end. */
#ifndef RAW_H
#define RAW_H

#include <asm/unistd.h>
#include <linux/sched.h>

#define NULL ((void *)0)

#if defined(__riscv)
static long sys(long n, long a, long b, long c, long d, long e, long f)
{
	register long a0 __asm__("a0") = a;
	register long a1 __asm__("a1") = b;
	register long a2 __asm__("a2") = c;
	register long a3 __asm__("a3") = d;
	register long a4 __asm__("a4") = e;
	register long a5 __asm__("a5") = f;
	register long a7 __asm__("a7") = n;

	__asm__ volatile("ecall"
			 : "+r"(a0)
			 : "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5), "r"(a7)
			 : "memory");
	return a0;
}

__asm__(".globl _start\n_start:\n"
	"	.option push\n	.option norelax\n	la gp, __global_pointer$\n	.option pop\n"
	"	mv a0, sp\n	andi sp, sp, -16\n	call raw_start\n");
#elif defined(__i386__)
/* Six arguments and a number take all registers but one: the last argument waits in memory. */
static long sys(long n, long a, long b, long c, long d, long e, long f)
{
	long result;

	__asm__ volatile("pushl %7\n\tpushl %%ebp\n\tmovl 4(%%esp), %%ebp\n\tint $0x80\n\tpopl %%ebp\n\taddl $4, %%esp"
			 : "=a"(result)
			 : "0"(n), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e), "g"(f)
			 : "memory");
	return result;
}

__asm__(".globl _start\n_start:\n"
	"	xorl %ebp, %ebp\n	movl %esp, %eax\n	andl $-16, %esp\n	subl $12, %esp\n"
	"	pushl %eax\n	call raw_start\n");

#undef __NR_mmap
#define __NR_mmap __NR_mmap2 /* arguments in registers, the offset in pages */
#else
#error "port raw.h to this machine"
#endif

#define sys0(n)			  sys(n, 0, 0, 0, 0, 0, 0)
#define sys1(n, a)		  sys(n, (long)(a), 0, 0, 0, 0, 0)
#define sys2(n, a, b)		  sys(n, (long)(a), (long)(b), 0, 0, 0, 0)
#define sys3(n, a, b, c)	  sys(n, (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define sys4(n, a, b, c, d)	  sys(n, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)
#define sys5(n, a, b, c, d, e)	  sys(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0)
#define sys6(n, a, b, c, d, e, f) sys(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

#define SIGCHLD	      17
#define SIGKILL	      9
#define SIGSEGV	      11
#define ENOENT	      2
#define EBADF	      9
#define ECHILD	      10
#define ENOMEM	      12
#define EFAULT	      14
#define EINVAL	      22
#define ENOEXEC	      8
#define ENOSYS	      38
#define AT_FDCWD      (-100)
#define PROT_READ     1
#define PROT_WRITE    2
#define MAP_PRIVATE   2
#define MAP_ANONYMOUS 0x20
#define WNOHANG	      1

int main(int argc, char **argv, char **envp, unsigned long *auxv);

/* The compiler may call these. */
void *memset(void *to, int byte, unsigned long n);
void *memset(void *to, int byte, unsigned long n)
{
	for (volatile char *p = to; n--;)
		*p++ = byte;
	return to;
}

static inline unsigned long length(const char *s)
{
	unsigned long n = 0;

	while (s[n])
		n++;
	return n;
}

static inline void say(const char *s)
{
	sys3(__NR_write, 1, s, length(s));
}

static inline void say_number(long value)
{
	char text[24], *p = text + sizeof text;
	unsigned long rest = value < 0 ? -(unsigned long)value : (unsigned long)value;

	*--p = 0;
	do
		*--p = '0' + rest % 10;
	while (rest /= 10);
	if (value < 0)
		*--p = '-';
	say(p);
}

static int failures;

/* One expectation: the value, and what it ought to be. */
static inline void expect_at(int line, const char *what, long got, long want)
{
	if (got == want)
		return;
	say("line ");
	say_number(line);
	say(": ");
	say(what);
	say(" is ");
	say_number(got);
	say(", expected ");
	say_number(want);
	say("\n");
	failures++;
}
#define expect(got, want) expect_at(__LINE__, #got, (long)(got), (long)(want))
#define expect_true(what) expect_at(__LINE__, #what, !!(what), 1)

static inline _Noreturn void leave(int status)
{
	for (;;)
		sys1(__NR_exit_group, status);
}

/* fork as riscv64's C libraries do it. */
static inline long fork(void)
{
	return sys5(__NR_clone, SIGCHLD, 0, 0, 0, 0);
}

/* Waits for a child, returns its status word, or -errno. */
static inline long wait_for(long pid)
{
	int status = 0;
	long got = sys4(__NR_wait4, pid, &status, 0, 0);

	return got < 0 ? got : status;
}

static inline void *anonymous(unsigned long size)
{
	return (void *)sys6(__NR_mmap, 0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

__attribute__((used)) static void raw_start(unsigned long *stack)
{
	int argc = (int)stack[0];
	char **argv = (char **)(stack + 1), **envp = argv + argc + 1, **end = envp;
	int status;

	while (*end)
		end++;
	status = main(argc, argv, envp, (unsigned long *)(end + 1));
	leave(status ? status : failures != 0);
}

#endif
