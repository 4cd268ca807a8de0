/* The disk of a test, and fsck of it. */
#include "fs.h"
#include "../../mkfs/image.h"

#include <sys/mman.h>

int fsck_main(int argc, char **argv);
void fsck_exit(int status);

uint8_t *disk;
static char path[64];

void fsck_exit(int status)
{
	fflush(stdout);
	_exit(status);
}

void start(void)
{
	struct dittofs_inode *root;
	struct image img;
	int fd = memfd_create("disk", 0);

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	image_create(&img, path, DISK_SIZE);
	CHECK(image_alloc_inode(&img) == DITTOFS_ROOT);
	root = image_inode(&img, DITTOFS_ROOT);
	root->mode = S_IFDIR | 0755;
	root->nlink = 2;
	CHECK(image_dir_add(&img, root, ".", 1, DITTOFS_ROOT, 4));
	CHECK(image_dir_add(&img, root, "..", 2, DITTOFS_ROOT, 4));
	image_close(&img);
	disk = mmap(NULL, DISK_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	CHECK(disk != MAP_FAILED);
	machine_boot(getenv("SEED") ? strtoul(getenv("SEED"), NULL, 0) : 1);
	machine_quiet = !getenv("SAY");
	disk_attach(disk, DISK_SIZE / DISK_BLOCK, false);
	CHECK(!k_mount(false));
}

void remount(void)
{
	CHECK(!k_umount());
	fsck_is_clean();
	CHECK(!k_mount(false));
}

void fsck_is_clean(void)
{
	char *argv[] = { "fsck", "-q", path, NULL };

	optind = 1;
	CHECK(fsck_main(3, argv) == 0);
}

void fsck_repairs(void)
{
	char *argv[] = { "fsck", "-q", "-y", path, NULL };

	optind = 1;
	CHECK(fsck_main(4, argv) == 1); /* there was something to repair */
	fsck_is_clean();
}

int log_transactions(void)
{
	struct image img;
	int n;

	image_open(&img, path, false);
	n = image_replay_log(&img);
	image_close(&img);
	return n;
}

int file(const char *name)
{
	int fd = k_open(name, O_CREAT | O_RDWR, 0644);

	CHECK(fd >= 0);
	return fd;
}

void pattern(uint8_t *buf, size_t n, uint64_t pos, unsigned int seed)
{
	for (size_t i = 0; i < n; i++)
		buf[i] = 1 + (pos + i + seed * 77 + ((pos + i) >> 8)) % 255;
}
