/* A mapping keeps a file that has no name any more; the last unmapping, or exit, lets it go. */

#include "test.h"

#include <abi/fcntl.h>

static char *map_and_unlink(void)
{
	int fd = open("/mapped_file", O_CREAT | O_RDWR, 0600);
	char *p;

	CHECK_OK(fd);
	CHECK_EQ(write(fd, "contents", 9), 9);
	p = mmap(NULL, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	CHECK(p != MAP_FAILED);
	CHECK_OK(unlink("/mapped_file"));
	close(fd);
	return p;
}

int main(void)
{
	char *p = map_and_unlink();
	pid_t pid;

	CHECK(strcmp(p, "contents") == 0);
	p[0] = 'C'; /* a page of its own */
	CHECK_OK(munmap(p, PAGE_SIZE));

	pid = fork_or_fail();
	if (pid == 0) {
		p = map_and_unlink();
		CHECK(strcmp(p, "contents") == 0);
		_exit(0); /* unmaps, too */
	}
	wait_ok(pid);
	return 0;
}
