/* fork: the two sides do not see each other's stores, however the stores are made. */
#include "raw.h"

#define PAGES 64
#define PAGE  4096ul

static volatile long global = 1;
static char page[PAGE] __attribute__((aligned(4096)));

static void stores_are_private(void)
{
	volatile long local = 10;
	volatile char *heap = anonymous(PAGES * PAGE);
	long pid;

	for (int i = 0; i < PAGES; i++)
		heap[i * PAGE] = 'p';
	pid = fork();
	if (!pid) {
		global = 2;
		local = 20;
		for (int i = 0; i < PAGES; i++) {
			if (heap[i * PAGE] != 'p')
				leave(1);
			heap[i * PAGE] = 'c';
		}
		leave(global == 2 && local == 20 ? 0 : 2);
	}
	expect(wait_for(pid), 0);
	expect(global, 1);
	expect(local, 10);
	for (int i = 0; i < PAGES; i++)
		expect(heap[i * PAGE], 'p');
}

/* read() into a shared page: the kernel's store has to break the sharing, too. */
static void kernel_stores_are_private(void)
{
	int fds[2];
	long pid;

	memset(page, 'p', PAGE);
	expect(sys2(__NR_pipe2, fds, 0), 0);
	expect(sys3(__NR_write, fds[1], "child", 5), 5);
	pid = fork();
	if (!pid) {
		if (sys3(__NR_read, fds[0], page, 5) != 5)
			leave(1);
		leave(page[0] == 'c' && page[5] == 'p' ? 0 : 2);
	}
	expect(wait_for(pid), 0);
	expect(page[0], 'p');
	sys1(__NR_close, fds[0]);
	sys1(__NR_close, fds[1]);
}

/* A page that is shared already is shared again, and again. */
static void forks_of_forks(void)
{
	long pid;

	global = 100;
	pid = fork();
	if (!pid) {
		long grandchild = fork();

		if (!grandchild) {
			global++;
			leave(global == 101 ? 0 : 1);
		}
		if (wait_for(grandchild) || global != 100)
			leave(2);
		global = 50;
		leave(0);
	}
	expect(wait_for(pid), 0);
	expect(global, 100);
}

int main(int argc, char **argv, char **envp, unsigned long *auxv)
{
	stores_are_private();
	kernel_stores_are_private();
	forks_of_forks();
	expect(wait_for(-1), -ECHILD);
	return 0;
}
