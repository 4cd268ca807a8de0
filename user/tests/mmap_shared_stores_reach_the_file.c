/*
 * Stores through a shared mapping are seen by read(), by another process's mapping, and by who opens the file later;
 * msync() and the unmapped file are on the disk; a hole gets its place; read-only mappings stay so.
 */

#include "test.h"

#define PAGES 6

static void in_child(const char *path)
{
	int fd = (int)CHECK_OK(open(path, O_RDWR));
	char *p = mmap(NULL, PAGES * PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	CHECK(p != MAP_FAILED);
	CHECK_EQ(p[2 * PAGE_SIZE + 5], 'p');
	p[3 * PAGE_SIZE] = 'c';
	_exit(0);
}

static void try(const char *path)
{
	int fd = (int)CHECK_OK(open(path, O_CREAT | O_TRUNC | O_RDWR, 0644));
	char text[3] = "", *p, *ro;
	pid_t child;

	CHECK_EQ(write(fd, "abcdef", 6), 6);
	CHECK_OK(ftruncate(fd, PAGES * PAGE_SIZE - 100));
	p = mmap(NULL, PAGES * PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	CHECK(p != MAP_FAILED);
	CHECK_EQ(p[1], 'b'); /* read first, then stored to */
	p[1] = 'B';
	p[2 * PAGE_SIZE + 5] = 'p'; /* in a hole */
	CHECK_EQ(pread(fd, text, 3, 0), 3);
	CHECK(!memcmp(text, "aBc", 3));
	CHECK_EQ(pwrite(fd, "W", 1, 2), 1);
	CHECK_EQ(p[2], 'W');

	child = fork_or_fail();
	if (!child)
		in_child(path);
	wait_ok(child);
	CHECK_EQ(p[3 * PAGE_SIZE], 'c');

	child = fork_or_fail(); /* and what fork passes on is shared, too */
	if (!child) {
		p[4 * PAGE_SIZE] = 'f';
		_exit(0);
	}
	wait_ok(child);
	CHECK_EQ(p[4 * PAGE_SIZE], 'f');
	CHECK_OK(msync(p, PAGES * PAGE_SIZE, MS_SYNC));
	p[1] = 'Z'; /* after it was written once */
	sync();

	ro = mmap(NULL, PAGE_SIZE, PROT_READ, MAP_SHARED, fd, 0);
	CHECK(ro != MAP_FAILED);
	child = fork_or_fail();
	if (!child) {
		*(volatile char *)ro = 'x';
		_exit(0);
	}
	wait_code(child, 128 + SIGSEGV);
	CHECK_OK(mprotect(ro, PAGE_SIZE, PROT_READ | PROT_WRITE));
	ro[5] = '!';
	CHECK_EQ(p[5], '!');
	CHECK_OK(munmap(ro, PAGE_SIZE));
	CHECK_OK(munmap(p, PAGES * PAGE_SIZE));
	CHECK_ERR(msync(p, PAGE_SIZE, MS_SYNC), ENOMEM);
	CHECK_EQ(pread(fd, text, 3, 0), 3);
	CHECK(!memcmp(text, "aZW", 3));
	close(fd);

	fd = (int)CHECK_OK(open(path, O_RDONLY));
	CHECK(mmap(NULL, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) == MAP_FAILED && errno == EACCES);
	CHECK_EQ(pread(fd, text, 1, 4 * PAGE_SIZE), 1);
	CHECK_EQ(text[0], 'f');
	close(fd);
	CHECK_OK(unlink(path));
}

int main(void)
{
	try("/mapped");
	try("/tmp/mapped");
	return 0;
}
