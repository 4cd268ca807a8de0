/*
 * While one process makes a file shorter and longer again, others touch its pages, fork, and cut their mappings in
 * two. In the end every mapping shows the pages that the file has, none that it had.
 */

#include "test.h"

#define PAGES  8
#define ROUNDS 60
#define TOUCH  3 /* processes */

static char *map(int fd, int flags)
{
	char *p = mmap(NULL, PAGES * PAGE_SIZE, PROT_READ | PROT_WRITE, flags, fd, 0);

	CHECK(p != MAP_FAILED);
	return p;
}

/* The byte at p, or -1 if there is none. */
static int peek(int out, int in, const char *p)
{
	char c;

	if (write(out, p, 1) != 1) {
		CHECK_EQ(errno, EFAULT);
		return -1;
	}
	CHECK_EQ(read(in, &c, 1), 1);
	return (unsigned char)c;
}

static void touch(int fd, struct gate *ready, struct gate *done)
{
	char *shared = map(fd, MAP_SHARED), *private = map(fd, MAP_PRIVATE), *cut;
	int pipes[2], stop = 0;
	pid_t child;

	CHECK_OK(pipe(pipes));
	CHECK_OK(fcntl(done->fd[0], F_SETFL, O_NONBLOCK));
	gate_open(ready);
	while (!stop) {
		char c;

		for (int i = 0; i < PAGES; i++) {
			peek(pipes[1], pipes[0], shared + i * PAGE_SIZE);
			peek(pipes[1], pipes[0], private + i * PAGE_SIZE);
		}
		cut = map(fd, MAP_SHARED);
		peek(pipes[1], pipes[0], cut);
		CHECK_OK(munmap(cut + 3 * PAGE_SIZE, PAGE_SIZE));
		peek(pipes[1], pipes[0], cut + 4 * PAGE_SIZE);
		child = fork_or_fail();
		if (!child) {
			peek(pipes[1], pipes[0], shared + 5 * PAGE_SIZE);
			_exit(0);
		}
		wait_ok(child);
		CHECK_OK(munmap(cut, PAGES * PAGE_SIZE));
		stop = read(done->fd[0], &c, 1) == 0;
	}
	for (int i = 0; i < PAGES; i++) {
		CHECK_EQ(peek(pipes[1], pipes[0], shared + i * PAGE_SIZE), 'A' + i);
		CHECK_EQ(peek(pipes[1], pipes[0], private + i * PAGE_SIZE), 'A' + i);
	}
	_exit(0);
}

int main(void)
{
	struct gate ready = gate_new(), done = gate_new();
	int fd = (int)CHECK_OK(open("/tmp/truncate_races", O_CREAT | O_TRUNC | O_RDWR, 0644));
	pid_t children[TOUCH];

	for (int i = 0; i < TOUCH; i++) {
		children[i] = fork_or_fail();
		if (!children[i]) {
			close(done.fd[1]);
			touch(fd, &ready, &done);
		}
	}
	for (int i = 0; i < TOUCH; i++)
		gate_pass(&ready);
	for (int i = 0; i < ROUNDS; i++) {
		CHECK_OK(ftruncate(fd, i % PAGES * PAGE_SIZE));
		CHECK_OK(ftruncate(fd, PAGES * PAGE_SIZE));
		for (int page = 0; page < PAGES; page++)
			CHECK_EQ(pwrite(fd, "x", 1, page * PAGE_SIZE), 1);
	}
	CHECK_OK(ftruncate(fd, 0));
	for (int page = 0; page < PAGES; page++) {
		char c = (char)('A' + page);

		CHECK_EQ(pwrite(fd, &c, 1, page * PAGE_SIZE), 1);
	}
	close(done.fd[1]);
	for (int i = 0; i < TOUCH; i++)
		wait_ok(children[i]);
	close(fd);
	CHECK_OK(unlink("/tmp/truncate_races"));
	return 0;
}
