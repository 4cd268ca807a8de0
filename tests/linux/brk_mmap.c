/* brk and anonymous mmap: zeroed, lazy, given back; a touch of what was given back ends the process, not the machine. */
#include "raw.h"

#define PAGE 4096ul

static void heap(void)
{
	unsigned long start = sys1(__NR_brk, 0), end = start + 100 * PAGE;
	volatile char *p = (void *)start;

	expect(sys1(__NR_brk, end), end);
	for (unsigned long i = 0; i < 100 * PAGE; i += PAGE) {
		expect(p[i], 0);
		p[i] = 1;
	}
	expect(sys1(__NR_brk, start), start);
	expect(sys1(__NR_brk, end), end);
	expect(p[50 * PAGE], 0);
	expect(sys1(__NR_brk, start), start);
	/* absurd: nothing happens */
	expect(sys1(__NR_brk, -1L), start);
	expect(sys1(__NR_brk, 1), start);
}

static void mappings(void)
{
	volatile char *p = anonymous(16 * PAGE);
	long pid;

	expect_true(((unsigned long)p & (PAGE - 1)) == 0);
	p[0] = p[15 * PAGE] = 7;
	expect(sys2(__NR_munmap, p + 4 * PAGE, 8 * PAGE), 0);
	expect(p[0] + p[15 * PAGE], 14);
	pid = fork();
	if (!pid) {
		p[8 * PAGE] = 1;
		leave(0);
	}
	expect(wait_for(pid), SIGSEGV);
	expect(sys2(__NR_munmap, p, 16 * PAGE), 0);
	expect(sys2(__NR_munmap, 1, PAGE), -EINVAL);
	expect(sys6(__NR_mmap, 0, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), -EINVAL);
	expect(sys6(__NR_mmap, 0, -2 * PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), -ENOMEM);
}

/* A quarter of a megabyte of frames, page by page. */
static long deep(int depth)
{
	volatile char frame[PAGE];

	frame[0] = (char)depth;
	return depth ? deep(depth - 1) + frame[0] : 0;
}

int main(int argc, char **argv, char **envp, unsigned long *auxv)
{
	heap();
	mappings();
	expect_true(deep(64) != 0);
	expect(sys3(__NR_write, 1, (void *)0x10, 4), -EFAULT);
	expect(sys3(__NR_write, 1, (void *)(~0ul / 2 + 1), 4), -EFAULT);
	expect(sys3(__NR_read, 99, 0, 4), -EBADF);
	expect(sys0(1234), -ENOSYS);
	return 0;
}
