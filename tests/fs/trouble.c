/* Disks that fail, that are full, that may not be written, and machines without memory. */
#include "fs.h"

static uint8_t data[40000], back[40000];

static void write_file(const char *name, unsigned int seed)
{
	int fd = file(name);

	pattern(data, sizeof(data), 0, seed);
	CHECK(k_pwrite(fd, data, sizeof(data), 0) == sizeof(data));
	CHECK(!k_fsync(fd));
	k_close(fd);
}

static void check_file(const char *name, unsigned int seed)
{
	int fd = k_open(name, O_RDONLY, 0);

	CHECK(fd >= 0);
	pattern(data, sizeof(data), 0, seed);
	CHECK(k_pread(fd, back, sizeof(back), 0) == sizeof(back) && !memcmp(data, back, sizeof(data)));
	k_close(fd);
}

HOST_TEST(read_errors_reach_the_caller_and_pass)
{
	int fd;

	start();
	write_file("f", 1);
	remount();
	fd = k_open("f", O_RDONLY, 0);
	CHECK(fd >= 0);
	disk_fail(0, 1, 100);
	CHECK(k_pread(fd, back, 4096, 0) == -EIO);
	CHECK(k_pread(fd, back, 4096, 20000) == -EIO);
	disk_fail(0, 0, 0);
	k_close(fd);
	check_file("f", 1);
	CHECK(!k_umount());
	fsck_is_clean();
}

HOST_TEST(write_errors_reach_fsync_once)
{
	for (unsigned int n = 1; n <= 30; n++) {
		int fd, err;

		if (n == 1)
			start();
		write_file("kept", 7);
		fd = file("f");
		pattern(data, sizeof(data), 0, n);
		CHECK(k_pwrite(fd, data, sizeof(data), 0) == sizeof(data));
		disk_fail(1, n, 0);
		err = k_fsync(fd);
		k_sync();
		disk_fail(1, 0, 0);
		/* Data or log: one of those that wait is told. Without a log nothing is promised any more. */
		CHECK(err == -EIO || err == 0);
		if (err) {
			err = k_fsync(fd);
			CHECK(err == 0 || err == -EIO);
		}
		k_close(fd);
		CHECK(!k_umount());
		CHECK(!k_mount(false));
		check_file("kept", 7);
		err = k_unlink("f");
		CHECK(!err || err == -ENOENT);
		remount();
	}
}

HOST_TEST(flush_errors_reach_fsync)
{
	int fd;

	start();
	fd = file("f");
	CHECK(k_pwrite(fd, data, 100, 0) == 100);
	disk_fail(2, 1, 100);
	CHECK(k_fsync(fd) == -EIO);
	disk_fail(2, 0, 0);
	CHECK(k_open("g", O_CREAT | O_RDWR, 0644) == -EIO); /* the log is broken: changes are refused */
	k_close(fd);
	CHECK(!k_umount() && !k_mount(false));
	k_close(file("g"));
	remount();
}

/* Leaves the free blocks of the disk full of what was a file's. */
static void litter_the_disk(void)
{
	int fd = file("secret");

	memset(data, 0xee, sizeof(data));
	for (unsigned int i = 0; k_pwrite(fd, data, sizeof(data), (int64_t)i * sizeof(data)) == sizeof(data); i++)
		CHECK(!k_fsync(fd));
	k_close(fd);
	CHECK(!k_unlink("secret"));
	remount();
}

static void check_shows_nothing_of_it(const char *name)
{
	int fd = k_open(name, O_RDONLY, 0);
	long n;

	if (fd == -ENOENT)
		return;
	CHECK(fd >= 0);
	n = k_pread(fd, back, sizeof(back), 0);
	CHECK(n >= 0);
	while (n--)
		CHECK(back[n] != 0xee);
	k_close(fd);
}

static void fill_by_write(int fd)
{
	pattern(data, sizeof(data), 0, 9);
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] &= 0x7f;
	CHECK(k_pwrite(fd, data, sizeof(data), 0) == sizeof(data));
}

static void fill_by_fallocate(int fd)
{
	int err = k_fallocate(fd, 0, 0, sizeof(data));

	CHECK(!err || err == -EIO);
}

/* The n-th write fails. */
static void fail_a_new_block(void (*fill)(int fd), unsigned int n)
{
	int fd;

	start();
	litter_the_disk();
	fd = file("f");
	CHECK(!k_fsync(fd));
	disk_fail(1, n, 0);
	fill(fd);
	CHECK(k_fsync(fd) == -EIO);
	disk_fail(1, 0, 0);
	k_sync();
	CHECK(k_pwrite(fd, data, 1, 0) == -EIO); /* nothing is taken that could not be kept */
	k_close(fd);
	CHECK(!k_umount() && !k_mount(false));
	check_shows_nothing_of_it("f");
	remount();
}

HOST_TEST(new_block_whose_data_was_not_written_does_not_show_what_it_held)
{
	fail_a_new_block(fill_by_write, 1);
}

HOST_TEST(new_block_whose_zeroes_were_not_written_does_not_show_what_it_held)
{
	fail_a_new_block(fill_by_fallocate, 3);
}

HOST_TEST(full_disk_is_enospc_and_loses_nothing)
{
	struct k_statfs before, after;
	char name[32];
	unsigned int full = 0, nr;
	int fd;

	start();
	write_file("kept", 3);
	k_sync();
	CHECK(!k_statfs(".", &before));
	for (nr = 0; full < 5; nr++) {
		long n;

		snprintf(name, sizeof(name), "fill-%u", nr);
		fd = k_open(name, O_CREAT | O_RDWR, 0644);
		if (fd == -ENOSPC)
			break;
		CHECK(fd >= 0);
		n = k_pwrite(fd, data, sizeof(data) - nr * 100 % 30000, 0);
		CHECK(n >= 0 || n == -ENOSPC);
		full += n == -ENOSPC;
		CHECK(!k_fsync(fd));
		k_close(fd);
	}
	check_file("kept", 3);
	remount();
	check_file("kept", 3);
	while (nr--) {
		int err;

		snprintf(name, sizeof(name), "fill-%u", nr);
		err = k_unlink(name);
		CHECK(!err || err == -ENOENT);
	}
	for (int i = 0; i < 4; i++) {
		k_close(file("other"));
		k_sync();
	}
	CHECK(!k_unlink("other"));
	k_sync();
	CHECK(!k_statfs(".", &after) && after.bfree == before.bfree && after.ffree == before.ffree);
	write_file("again", 4);
	remount();
	check_file("again", 4);
}

HOST_TEST(read_only_mount_sees_the_log_and_changes_nothing)
{
	static uint8_t before[DISK_SIZE], clean[DISK_SIZE];
	int fd;

	start();
	write_file("f", 5);
	memcpy(before, disk, DISK_SIZE); /* the power goes: fsync's transaction is in the log only */
	CHECK(!k_umount());
	memcpy(clean, disk, DISK_SIZE);
	memcpy(disk, before, DISK_SIZE);
	CHECK(log_transactions() > 0);
	CHECK(!k_mount(true));
	check_file("f", 5);
	machine_shrink(100000);
	check_file("f", 5);
	CHECK(k_open("f", O_RDWR, 0) == -EROFS && k_open("g", O_CREAT | O_RDWR, 0644) == -EROFS);
	CHECK(k_mkdir("d", 0755) == -EROFS && k_unlink("f") == -EROFS && k_rename("f", "g", 0) == -EROFS);
	CHECK(k_chmod("f", 0600) == -EROFS);
	CHECK(k_unlink("none") == -EROFS && k_rename("none", "g", 0) == -EROFS);
	fd = k_open("f", O_CREAT | O_RDONLY, 0644); /* it is there */
	CHECK(fd >= 0);
	k_close(fd);
	fd = k_open("f", O_RDONLY, 0);
	CHECK(fd >= 0 && !k_fsync(fd));
	k_close(fd);
	k_sync();
	CHECK(!k_umount());
	CHECK(!memcmp(before, disk, DISK_SIZE));
	/* A disk that cannot be written is refused otherwise. */
	disk_attach(disk, DISK_SIZE / DISK_BLOCK, true);
	CHECK(k_mount(false) == -EACCES && !k_mount(true));
	check_file("f", 5);
	CHECK(!k_umount());
}

HOST_TEST(unmounting_leaves_an_empty_log)
{
	start();
	write_file("f", 6);
	CHECK(log_transactions() > 0);
	CHECK(!k_umount());
	CHECK(log_transactions() == 0);
	fsck_is_clean();
}

/* ---- Want of memory ---- */

static int try_create(void)
{
	int fd = k_open("new", O_CREAT | O_RDWR, 0644);

	return fd < 0 ? fd : k_close(fd);
}

static int try_write(void)
{
	int fd = k_open("old", O_RDWR, 0), err;

	if (fd < 0)
		return fd;
	err = k_pwrite(fd, data, sizeof(data), 45 * 4096 + 10);
	err = err < 0 ? err : k_fsync(fd);
	k_close(fd);
	return err;
}

static int try_punch(void)
{
	int fd = k_open("old", O_RDWR, 0), err;

	if (fd < 0)
		return fd;
	err = k_fallocate(fd, 3, 5000, 30000);
	err = err ? err : k_fallocate(fd, 0, 60 * 4096, 9000);
	err = err ? err : k_ftruncate(fd, 100);
	k_close(fd);
	return err;
}

static int try_mkdir(void)
{
	return k_mkdir("newdir", 0755);
}

static int try_symlink(void)
{
	char target[300];

	memset(target, 'x', sizeof(target) - 1);
	target[299] = 0;
	return k_symlink(target, "newlink");
}

static int try_link(void)
{
	return k_link("old", "newname");
}

static int try_rename(void)
{
	return k_rename("dir/a", "dir2/b", 0);
}

static int try_unlink(void)
{
	return k_unlink("old");
}

static int try_mount(void)
{
	int err = k_mount(false);

	return err ? err : k_umount();
}

static void make_things(void)
{
	write_file("old", 8);
	CHECK(!k_mkdir("dir", 0755) && !k_mkdir("dir2", 0755));
	k_close(file("dir/a"));
	k_close(file("dir2/b"));
}

static uint8_t base[DISK_SIZE];

/* On a disk that is the same each time; true if there was an allocation to fail. */
static bool fail_nth(int (*fn)(void), unsigned long n, bool mounted)
{
	unsigned long left;
	long before;
	int err;

	memcpy(disk, base, DISK_SIZE);
	machine_shrink(100000);
	before = machine_objects();
	CHECK(!mounted || !k_mount(false));
	machine_fail_nth(n);
	err = fn();
	left = machine_fail_left();
	machine_fail_nth(0);
	CHECK(err >= 0 || err == -ENOMEM);
	CHECK(!left || err >= 0);
	CHECK(!mounted || !k_umount());
	machine_shrink(100000);
	CHECK(machine_objects() == before);
	fsck_is_clean();
	return !left;
}

static void fail_each(int (*fn)(void), bool mounted)
{
	unsigned long n = 1;

	while (fail_nth(fn, n, mounted))
		CHECK(n++ < 500);
	CHECK(n > 2);
}

HOST_TEST(want_of_memory_fails_calls_whole_and_loses_nothing)
{
	start();
	make_things();
	k_sync();
	CHECK(!k_umount());
	memcpy(base, disk, DISK_SIZE);
	fail_each(try_create, true);
	fail_each(try_write, true);
	fail_each(try_punch, true);
	fail_each(try_mkdir, true);
	fail_each(try_symlink, true);
	fail_each(try_link, true);
	fail_each(try_rename, true);
	fail_each(try_unlink, true);
}

HOST_TEST(want_of_memory_fails_a_mount_whole)
{
	int fd;

	start();
	make_things();
	fd = file("gone");
	CHECK(k_pwrite(fd, data, sizeof(data), 0) == sizeof(data) && !k_unlink("gone"));
	k_sync();
	memcpy(base, disk, DISK_SIZE); /* with a log to replay, and an orphan */
	k_close(fd);
	CHECK(!k_umount());
	fail_each(try_mount, false);
}
