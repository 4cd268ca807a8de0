/*
 * What a tmpfs holds cannot be taken back when memory is short, so all of it counts: pages that are written or
 * mapped, long links, names. What does not fit is ENOSPC (SIGBUS for a mapping), and leaves nothing behind.
 */

#include "test.h"

#define DIR_NAME "/tmp/limited"
#define PAGES	 16

static int mount_with(const char *options)
{
	return (int)syscall(__NR_mount, "none", DIR_NAME, "tmpfs", 0L, options);
}

static long free_pages(void)
{
	struct statfs st;

	CHECK_OK(statfs(DIR_NAME, &st));
	return st.f_bfree;
}

static void fill_with_data(void)
{
	static char page[PAGE_SIZE];
	int fd = (int)CHECK_OK(open(DIR_NAME "/data", O_CREAT | O_RDWR, 0600));
	long before;

	for (int i = 0; i < PAGES; i++)
		CHECK_EQ(write(fd, page, PAGE_SIZE), PAGE_SIZE);
	CHECK_ERR(write(fd, page, PAGE_SIZE), ENOSPC);
	CHECK_OK(fallocate(fd, 0, PAGE_SIZE, 3 * PAGE_SIZE)); /* it is there already */
	CHECK_ERR(fallocate(fd, 0, PAGE_SIZE, PAGES * PAGE_SIZE), ENOSPC);
	before = proc_number("/proc/meminfo", "MemFree");
	for (int i = 0; i < 4096; i++)
		CHECK_ERR(pwrite(fd, page, 1, (off_t)(100 + i) * PAGE_SIZE), ENOSPC);
	CHECK(proc_number("/proc/meminfo", "MemFree") > before - 1024);
	CHECK_OK(ftruncate(fd, 0));
	CHECK_EQ(free_pages(), PAGES);
	for (int i = 0; i < 2 * PAGES; i++) /* a write that cannot even be read takes no room */
		CHECK_ERR(pwrite(fd, (void *)8, 1, (off_t)i * PAGE_SIZE), EFAULT);
	CHECK_EQ(free_pages(), PAGES);
	close(fd);
	CHECK_OK(unlink(DIR_NAME "/data"));
}

static void fill_with_holes(void)
{
	int fd = (int)CHECK_OK(open(DIR_NAME "/holes", O_CREAT | O_RDWR, 0600));
	pid_t pid;

	CHECK_OK(ftruncate(fd, 2 * PAGES * PAGE_SIZE));
	pid = fork_or_fail();
	if (pid == 0) {
		char *p = mmap(NULL, 2 * PAGES * PAGE_SIZE, PROT_READ, MAP_SHARED, fd, 0);

		CHECK(p != MAP_FAILED);
		for (int i = 0; i < 2 * PAGES; i++)
			CHECK_EQ(((volatile char *)p)[i * PAGE_SIZE], 0);
		_exit(0);
	}
	wait_code(pid, 128 + SIGBUS);
	CHECK_EQ(free_pages(), 0);
	close(fd);
	CHECK_OK(unlink(DIR_NAME "/holes"));
	CHECK_EQ(free_pages(), PAGES);
}

static void fill_with_names(void)
{
	char name[64], target[256];
	int n;

	memset(target, 'x', sizeof(target) - 1);
	target[sizeof(target) - 1] = '\0';
	for (n = 0; n <= PAGES; n++) {
		snprintf(name, sizeof(name), DIR_NAME "/link%d", n);
		if (symlink(target, name) < 0)
			break;
	}
	CHECK_EQ(errno, ENOSPC);
	CHECK_EQ(n, PAGES);
	for (; n < 100; n++) {
		snprintf(name, sizeof(name), DIR_NAME "/link%d", n);
		if ((n % 2 ? mkdir(name) : link(DIR_NAME "/link0", name)) < 0)
			break;
	}
	CHECK_EQ(errno, ENOSPC);
	CHECK_EQ(n, 49); /* and the root */
	while (n-- > 0) {
		snprintf(name, sizeof(name), DIR_NAME "/link%d", n);
		CHECK(unlink(name) == 0 || rmdir(name) == 0);
	}
	CHECK_EQ(free_pages(), PAGES);
}

int main(void)
{
	struct statfs st;

	mkdir(DIR_NAME);
	CHECK_ERR(mount_with("size=many"), EINVAL);
	CHECK_ERR(mount_with("colour=red"), EINVAL);
	CHECK_OK(mount_with("size=64k,nr_inodes=50,mode=700"));
	CHECK_OK(statfs(DIR_NAME, &st));
	CHECK_EQ(st.f_blocks, PAGES);
	CHECK_EQ(st.f_files, 50);
	fill_with_data();
	fill_with_holes();
	fill_with_names();
	CHECK_OK(statfs(DIR_NAME, &st));
	CHECK_EQ(st.f_ffree, 49);
	CHECK_OK(syscall(__NR_umount2, DIR_NAME, 0));
	CHECK_OK(rmdir(DIR_NAME));
	return 0;
}
