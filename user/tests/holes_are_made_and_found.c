/* SEEK_DATA and SEEK_HOLE, fallocate with and without its flags, and what stat says of the space: on a disk and in
 * memory. */

#include "test.h"

static void blocks_are(int fd, long want)
{
	struct stat st;

	CHECK_OK(fstat(fd, &st));
	CHECK_EQ(st.st_blocks, want);
}

static void check(const char *name)
{
	char page[PAGE_SIZE];
	int fd = (int)CHECK_OK(open(name, O_CREAT | O_TRUNC | O_RDWR, 0644));

	memset(page, 'x', sizeof(page));
	CHECK_EQ(pwrite(fd, page, sizeof(page), 3 * 4096), 4096);
	CHECK_OK(ftruncate(fd, 30 * 4096));
	CHECK_EQ(lseek(fd, 0, SEEK_DATA), 3 * 4096);
	CHECK_EQ(lseek(fd, 0, SEEK_HOLE), 0);
	CHECK_EQ(lseek(fd, 3 * 4096 + 1, SEEK_HOLE), 4 * 4096);
	CHECK_ERR(lseek(fd, 4 * 4096, SEEK_DATA), ENXIO);
	blocks_are(fd, 8);

	CHECK_OK(fallocate(fd, 0, 0, 5 * 4096));
	blocks_are(fd, 40);
	CHECK_OK(fallocate(fd, FALLOC_FL_KEEP_SIZE, 30 * 4096, 4096));
	CHECK_EQ(lseek(fd, 0, SEEK_END), 30 * 4096);
	CHECK_OK(fallocate(fd, FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE, 3 * 4096 + 100, 2 * 4096));
	CHECK_EQ(pread(fd, page, sizeof(page), 3 * 4096), 4096);
	CHECK(page[99] == 'x' && page[100] == 0 && page[4095] == 0);
	CHECK_OK(fallocate(fd, FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE, 2 * 4096, 4096));
	CHECK_EQ(lseek(fd, 4096, SEEK_HOLE), 2 * 4096);
	CHECK_EQ(lseek(fd, 2 * 4096, SEEK_DATA), 3 * 4096);
	blocks_are(fd, 32);
	CHECK_OK(ftruncate(fd, 30 * 4096)); /* what was kept behind the end goes */
	blocks_are(fd, 24);
	CHECK_ERR(fallocate(fd, 0x40, 0, 1), EOPNOTSUPP);
	CHECK_ERR(fallocate(fd, FALLOC_FL_PUNCH_HOLE, 0, 1), EOPNOTSUPP);
	CHECK_ERR(fallocate(fd, 0, 0, -1), EINVAL);
	close(fd);
	CHECK_OK(unlink(name));
}

int main(void)
{
	check("/holes");
	check("/tmp/holes");
	return 0;
}
