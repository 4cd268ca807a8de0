/*
 * A file that becomes shorter takes its pages out of every mapping: of this process and of its children, shared
 * and private, also what a private mapping has copied. A touch is SIGBUS, EFAULT for the kernel. When the file
 * grows again the mappings show what it holds then.
 */

#include "test.h"

#define PAGES 4

static char *map(int fd, int flags)
{
	char *p = mmap(NULL, PAGES * PAGE_SIZE, PROT_READ | PROT_WRITE, flags, fd, 0);

	CHECK(p != MAP_FAILED);
	return p;
}

static void must_be_gone(char *p)
{
	static int zero = -1;
	pid_t child;

	if (zero < 0)
		zero = (int)CHECK_OK(open("/dev/zero", O_RDONLY));
	CHECK_ERR(read(zero, p, 1), EFAULT);
	child = fork_or_fail();
	if (!child) {
		*(volatile char *)p;
		_exit(0);
	}
	wait_code(child, 128 + SIGBUS);
}

static void in_child(struct gate *cut, char *shared, char *private)
{
	gate_pass(cut);
	must_be_gone(shared + PAGE_SIZE);
	must_be_gone(private + 3 * PAGE_SIZE);
	CHECK_EQ(shared[10], 's');
	_exit(0);
}

static void try(const char *path)
{
	int fd = (int)CHECK_OK(open(path, O_CREAT | O_TRUNC | O_RDWR, 0644));
	struct gate cut = gate_new();
	char *shared, *private;
	pid_t child;
	long rss;

	CHECK_OK(ftruncate(fd, PAGES * PAGE_SIZE));
	shared = map(fd, MAP_SHARED);
	private = map(fd, MAP_PRIVATE);
	for (int i = 0; i < PAGES; i++) {
		shared[i * PAGE_SIZE + 10] = 's';
		CHECK_EQ(private[i * PAGE_SIZE + 10], 's');
	}
	private[3 * PAGE_SIZE] = 'p';
	proc_number("/proc/self/status", "VmRSS"); /* touches the stack that the next one needs */
	rss = proc_number("/proc/self/status", "VmRSS");
	child = fork_or_fail();
	if (!child)
		in_child(&cut, shared, private);

	CHECK_OK(ftruncate(fd, 100));
	CHECK_EQ(rss - proc_number("/proc/self/status", "VmRSS"), 2 * (PAGES - 1) * PAGE_SIZE / 1024);
	gate_open(&cut);
	must_be_gone(shared + PAGE_SIZE);
	must_be_gone(private + PAGE_SIZE);
	must_be_gone(private + 3 * PAGE_SIZE);
	CHECK_EQ(shared[10], 's');
	shared[200] = 'x'; /* behind the end: nobody's */
	wait_ok(child);

	CHECK_OK(ftruncate(fd, PAGES * PAGE_SIZE));
	CHECK_EQ(private[3 * PAGE_SIZE], 0);
	CHECK_EQ(shared[2 * PAGE_SIZE + 10], 0);
	CHECK_EQ(pwrite(fd, "w", 1, 2 * PAGE_SIZE + 10), 1);
	CHECK_EQ(shared[2 * PAGE_SIZE + 10], 'w');
	CHECK_EQ(private[2 * PAGE_SIZE + 10], 'w');

	CHECK_OK(munmap(shared, PAGES * PAGE_SIZE));
	CHECK_OK(munmap(private, PAGES * PAGE_SIZE));
	close(cut.fd[0]);
	close(cut.fd[1]);
	close(fd);
	CHECK_OK(unlink(path));
}

int main(void)
{
	try("/tmp/truncate_unmaps");
	try("/truncate_unmaps");
	return 0;
}
