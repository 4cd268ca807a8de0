/* What a file holds, through holes, cuts, remounts and want of memory. */
#include "fs.h"

#define KEEP_SIZE  1
#define PUNCH_HOLE 2
#define MAX	   (200 * 4096)

static uint8_t want[MAX], got[MAX];
static uint64_t size;

static unsigned int below(unsigned int n)
{
	return machine_random() % n;
}

static void compare(int fd, uint64_t pos, size_t n)
{
	size_t left = pos < size ? size - pos : 0;

	n = n < left ? n : left;
	CHECK(k_pread(fd, got, n, pos) == (long)n);
	CHECK(!memcmp(got, want + pos, n));
}

static void one_call(int fd, unsigned int seed)
{
	uint64_t pos = below(MAX - 1), n = 1 + below(below(3) ? 3000 : 70000), old = size;

	if (pos + n > MAX)
		n = MAX - pos;
	switch (below(12)) {
	case 0 ... 3:
		if (pos > size)
			memset(want + size, 0, pos - size);
		pattern(want + pos, n, pos, seed);
		size = pos + n > size ? pos + n : size;
		CHECK(k_pwrite(fd, want + pos, n, pos) == (long)n);
		break;
	case 4 ... 6:
		compare(fd, pos, n);
		break;
	case 7:
		size = below(4) ? pos : size / 2;
		if (size > old)
			memset(want + old, 0, size - old);
		CHECK(!k_ftruncate(fd, size));
		break;
	case 8:
		if (pos < size)
			memset(want + pos, 0, pos + n < size ? n : size - pos);
		CHECK(!k_fallocate(fd, KEEP_SIZE | PUNCH_HOLE, pos, n));
		break;
	case 9:
		n = n / 8 + 1;
		if (below(2)) {
			if (pos + n > size) {
				memset(want + size, 0, pos + n - size);
				size = pos + n;
			}
			CHECK(!k_fallocate(fd, 0, pos, n));
		} else {
			CHECK(!k_fallocate(fd, KEEP_SIZE, pos, n));
		}
		break;
	case 10:
		if (below(2))
			CHECK(!k_fsync(fd));
		machine_shrink(64);
		break;
	default:
		machine_sleep(below(4000));
	}
}

HOST_TEST(file_contents_agree_with_plain_memory)
{
	start();
	for (unsigned int round = 0; round < 5; round++) {
		int fd = file("f");

		for (unsigned int i = 0; i < 120; i++)
			one_call(fd, round * 1000 + i);
		compare(fd, 0, MAX);
		k_close(fd);
		remount();
		fd = file("f");
		compare(fd, 0, MAX);
		k_close(fd);
	}
}

HOST_TEST(seek_finds_data_and_holes)
{
	uint8_t page[4096];
	int fd;

	start();
	fd = file("f");
	pattern(page, sizeof(page), 0, 1);
	for (int i = 0; i < 2; i++)
		CHECK(k_pwrite(fd, page, 4096, 10 * 4096 + i * 1100 * 4096ll) == 4096);
	CHECK(!k_ftruncate(fd, 2000 * 4096));
	for (int round = 0; round < 2; round++) {
		CHECK(k_lseek(fd, 0, SEEK_DATA) == 10 * 4096);
		CHECK(k_lseek(fd, 0, SEEK_HOLE) == 0);
		CHECK(k_lseek(fd, 10 * 4096 + 5, SEEK_DATA) == 10 * 4096 + 5);
		CHECK(k_lseek(fd, 10 * 4096, SEEK_HOLE) == 11 * 4096);
		CHECK(k_lseek(fd, 11 * 4096, SEEK_DATA) == 1110 * 4096);
		CHECK(k_lseek(fd, 1110 * 4096, SEEK_HOLE) == 1111 * 4096);
		CHECK(k_lseek(fd, 1111 * 4096, SEEK_DATA) == -ENXIO);
		CHECK(k_lseek(fd, 2000 * 4096, SEEK_HOLE) == -ENXIO);
		k_close(fd);
		remount();
		fd = file("f");
	}
	CHECK(!k_fallocate(fd, KEEP_SIZE | PUNCH_HOLE, 10 * 4096, 4096));
	CHECK(k_lseek(fd, 0, SEEK_DATA) == 1110 * 4096);
	CHECK(!k_ftruncate(fd, 4096 * 5 + 1));
	CHECK(k_lseek(fd, 0, SEEK_HOLE) == 0 && k_lseek(fd, 0, SEEK_DATA) == -ENXIO);
}

HOST_TEST(stat_counts_blocks_before_and_after_they_are_written)
{
	uint8_t data[10 * 4096];
	struct k_stat st;
	int fd;

	start();
	fd = file("f");
	memset(data, 'x', sizeof(data));
	CHECK(k_pwrite(fd, data, sizeof(data), 0) == sizeof(data));
	CHECK(!k_fstat(fd, &st) && st.blocks == 80);
	CHECK(!k_fsync(fd) && !k_fstat(fd, &st) && st.blocks == 80);
	CHECK(!k_fallocate(fd, KEEP_SIZE, 0, 20 * 4096));
	CHECK(!k_fstat(fd, &st) && st.blocks == 160 && st.size == 10 * 4096);
	CHECK(!k_fallocate(fd, KEEP_SIZE | PUNCH_HOLE, 4096, 4096));
	CHECK(!k_fstat(fd, &st) && st.blocks == 152);
	CHECK(!k_ftruncate(fd, 10 * 4096)); /* what was put behind the end goes */
	CHECK(!k_fstat(fd, &st) && st.blocks == 72);
	CHECK(!k_ftruncate(fd, 0) && !k_fstat(fd, &st) && st.blocks == 0);
}

HOST_TEST(fallocate_takes_the_space_and_refuses_what_it_cannot)
{
	struct k_statfs before, after;
	struct k_stat st;
	int fd;

	start();
	fd = file("f");
	CHECK(!k_statfs(".", &before));
	CHECK(!k_fallocate(fd, 0, 0, 100 * 4096) && !k_fstat(fd, &st) && st.size == 100 * 4096);
	CHECK(!k_statfs(".", &after) && after.bfree == before.bfree - 101);
	CHECK(k_fallocate(fd, 0, 0, 64 << 20) == -ENOSPC && !k_fstat(fd, &st) && st.size == 100 * 4096);
	CHECK(k_fallocate(fd, PUNCH_HOLE, 0, 4096) == -EOPNOTSUPP);
	CHECK(k_fallocate(fd, 0, 0, 0) == -EINVAL && k_fallocate(fd, 0, -1, 1) == -EINVAL);
	CHECK(k_fallocate(fd, 0, 1ll << 40, 1) == -EFBIG);
	k_close(fd);
	remount();
	CHECK(!k_unlink("f"));
	k_sync();
	for (int i = 0; i < 4; i++) { /* blocks are given out again when the log has moved on */
		k_close(file("other"));
		k_sync();
	}
	CHECK(!k_statfs(".", &after) && after.bfree == before.bfree);
}
