/* SEEK_DATA and SEEK_HOLE, fallocate with and without its flags, and what stat says of the space. */

#include "test.h"

#define NAME "/holes"

static void blocks_are(int fd, long want)
{
	struct stat st;

	CHECK_OK(fstat(fd, &st));
	CHECK_EQ(st.st_blocks, want);
}

int main(void)
{
	char page[PAGE_SIZE];
	int fd = (int)CHECK_OK(open(NAME, O_CREAT | O_TRUNC | O_RDWR, 0644));

	memset(page, 'x', sizeof(page));
	CHECK_EQ(pwrite(fd, page, sizeof(page), 3 * 4096), 4096);
	CHECK_OK(ftruncate(fd, 100 * 4096));
	CHECK_EQ(lseek(fd, 0, SEEK_DATA), 3 * 4096);
	CHECK_EQ(lseek(fd, 0, SEEK_HOLE), 0);
	CHECK_EQ(lseek(fd, 3 * 4096 + 1, SEEK_HOLE), 4 * 4096);
	CHECK_ERR(lseek(fd, 4 * 4096, SEEK_DATA), ENXIO);
	blocks_are(fd, 8);

	CHECK_OK(fallocate(fd, 0, 0, 5 * 4096));
	blocks_are(fd, 40);
	CHECK_OK(fallocate(fd, FALLOC_FL_KEEP_SIZE, 100 * 4096, 4096));
	CHECK_EQ(lseek(fd, 0, SEEK_END), 100 * 4096);
	CHECK_OK(fallocate(fd, FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE, 3 * 4096 + 100, 2 * 4096));
	CHECK_EQ(pread(fd, page, sizeof(page), 3 * 4096), 4096);
	CHECK(page[99] == 'x' && page[100] == 0 && page[4095] == 0);
	CHECK_ERR(fallocate(fd, 0x40, 0, 1), EOPNOTSUPP);
	CHECK_ERR(fallocate(fd, 0, 0, -1), EINVAL);
	close(fd);
	CHECK_OK(unlink(NAME));
	return 0;
}
