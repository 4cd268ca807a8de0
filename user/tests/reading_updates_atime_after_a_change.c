/*
 * The first reading after a change is noted in a file's time of last access: by read, mmap, getdents and readlink. The
 * next ones are not, unless the mount says so; with noatime, or a descriptor opened with O_NOATIME, none is.
 */

#include "test.h"
#include <abi/mount.h>
#include <abi/statfs.h>

#define ST_RELATIME 0x1000

static long long atime(const char *path)
{
	struct stat st;

	CHECK_OK(lstat(path, &st));
	return st.st_atime * 1000000000ll + st.st_atime_nsec;
}

static void set_times(const char *path, long atime, long mtime)
{
	struct timespec times[2] = { { .tv_sec = atime }, { .tv_sec = mtime } };

	CHECK_OK(utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW));
}

static void read_it(int fd)
{
	char c;

	CHECK_EQ(pread(fd, &c, 1, 0), 1);
}

static void try(const char *dir, bool notes_first, bool notes_all)
{
	char file[64], link[64], text[8];
	char entries[512];
	int fd, noatime, dfd;
	long long before;
	void *p;

	snprintf(file, sizeof(file), "%s/read", dir);
	snprintf(link, sizeof(link), "%s/link", dir);
	fd = (int)CHECK_OK(open(file, O_RDWR | O_CREAT | O_TRUNC, 0644));
	CHECK_EQ(write(fd, "x", 1), 1);
	noatime = (int)CHECK_OK(open(file, O_RDONLY | O_NOATIME));
	before = atime(file);
	msleep(2);
	read_it(noatime);
	CHECK_EQ(atime(file), before);
	read_it(fd);
	CHECK_EQ(atime(file) > before, notes_first);

	before = atime(file);
	msleep(2);
	read_it(fd);
	CHECK_EQ(atime(file) > before, notes_all);

	CHECK_EQ(pwrite(fd, "y", 1, 0), 1);
	before = atime(file);
	msleep(2);
	p = mmap(NULL, PAGE_SIZE, PROT_READ, MAP_PRIVATE, fd, 0);
	CHECK(p != MAP_FAILED);
	CHECK_EQ(atime(file) > before, notes_first);
	CHECK_OK(munmap(p, PAGE_SIZE));

	CHECK_OK(symlink("read", link));
	set_times(link, 1, 2);
	CHECK_EQ(readlink(link, text, sizeof(text)), 4);
	CHECK_EQ(atime(link) != 1000000000ll, notes_first);
	set_times(link, 1, 2);
	close((int)CHECK_OK(open(link, O_RDONLY)));
	CHECK_EQ(atime(link) != 1000000000ll, notes_first);

	set_times(dir, 1, 2);
	dfd = (int)CHECK_OK(open(dir, O_RDONLY | O_DIRECTORY));
	CHECK(getdents64(dfd, entries, sizeof(entries)) > 0);
	CHECK_EQ(atime(dir) != 1000000000ll, notes_first);

	close(dfd);
	close(noatime);
	close(fd);
	CHECK_OK(unlink(link));
	CHECK_OK(unlink(file));
}

static void try_mount(unsigned long flags, const char *option, bool notes_first, bool notes_all)
{
	char text[1024];
	struct statfs st;

	CHECK_OK(mount("tmpfs", "/atime", "tmpfs", flags, NULL));
	CHECK(read_file("/proc/mounts", text, sizeof(text)) > 0);
	CHECK(strstr(text, option));
	CHECK_OK(statfs("/atime", &st));
	CHECK_EQ(!!(st.f_flags & MS_NOATIME), !notes_first);
	CHECK_EQ(!!(st.f_flags & ST_RELATIME), notes_first && !notes_all);
	try("/atime", notes_first, notes_all);
	CHECK_OK(umount2("/atime", 0));
}

int main(void)
{
	CHECK_OK(mkdir("/atime", 0755));
	try("/atime", true, false);
	try_mount(0, "/atime tmpfs rw,relatime", true, false);
	try_mount(MS_NOATIME, "/atime tmpfs rw,noatime", false, false);
	try_mount(MS_STRICTATIME, "/atime tmpfs rw 0", true, true);
	CHECK_OK(rmdir("/atime"));
	return 0;
}
