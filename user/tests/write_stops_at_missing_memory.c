/* A write from memory that ends too early writes what there is, into a page that is new to the file too. */

#include "test.h"

#include <abi/fcntl.h>

static void try_file(const char *name)
{
	char *p = new_pages(2), back[64];
	char *from = p + PAGE_SIZE - 21;
	int fd = open(name, O_CREAT | O_TRUNC | O_RDWR, 0600);

	CHECK_OK(fd);
	CHECK_OK(munmap(p + PAGE_SIZE, PAGE_SIZE));
	memset(from, 'x', 21);
	CHECK_EQ(pwrite(fd, from, 74150, 0x1000), 21);
	CHECK_EQ(pread(fd, back, sizeof(back), 0x1000), 21);
	CHECK(memcmp(back, from, 21) == 0);
	CHECK_ERR(pwrite(fd, p + PAGE_SIZE, 10, 0), EFAULT);

	/* And into the middle of a page that is there. */
	CHECK_EQ(pwrite(fd, from, 100, 0x1008), 21);
	CHECK_EQ(pread(fd, back, sizeof(back), 0x1000), 29);
	CHECK_OK(unlink(name));
	close(fd);
}

int main(void)
{
	try_file("/tmp/short_write");
	try_file("/short_write");
	return 0;
}
