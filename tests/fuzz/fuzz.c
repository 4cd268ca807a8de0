/*
 * Corrupt images through the kernel's file system, and through fsck. An input is a list of changes to a good image:
 *
 *	byte 0: flags		then 8 bytes each: what, which (2), where (2), how, value (2)
 *
 * so that nearly all of it stays good and what is not lies where it matters. Checksums are made right again, or
 * nothing would get past them (a flag leaves them wrong). Then
 *
 *	the kernel mounts it, reads, writes and unmounts it, in whatever way it can; nothing may be lost on the way
 *	fsck -y repairs it; then it is clean, and the kernel can mount it
 *
 * SAY=1 in the environment shows what kernel and fsck say.
 *
 * libFuzzer calls LLVMFuzzerTestOneInput(); smoke/main.c does it without libFuzzer.
 */
#define _GNU_SOURCE
#include "../../mkfs/image.h"
#include "../host/machine/machine.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define NR_BLOCKS 480u
#define SIZE	  ((size_t)NR_BLOCKS * DISK_BLOCK)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int fsck_main(int argc, char **argv);
void fsck_exit(int status);

static uint8_t good[2][SIZE]; /* with transactions in the log and orphans; and unmounted */
static uint8_t *disk;	      /* what the kernel and fsck work on */
static char disk_path[64];
static struct dittofs_super layout;
static uint32_t interesting[NR_BLOCKS];
static unsigned int nr_interesting;

static void must(bool ok, const char *what)
{
	if (!ok) {
		fflush(stdout);
		fprintf(stderr, "not so: %s\n", what);
		abort();
	}
}

/* ---- The good images ---- */

static void make_empty(void)
{
	struct dittofs_inode *root;
	struct image img;
	int fd = memfd_create("disk", 0);

	snprintf(disk_path, sizeof(disk_path), "/proc/self/fd/%d", fd);
	image_create(&img, disk_path, SIZE);
	must(image_alloc_inode(&img) == DITTOFS_ROOT, "the root's inode");
	root = image_inode(&img, DITTOFS_ROOT);
	root->mode = S_IFDIR | 0755;
	root->nlink = 2;
	must(image_dir_add(&img, root, ".", 1, DITTOFS_ROOT, 4) && image_dir_add(&img, root, "..", 2, DITTOFS_ROOT, 4),
	     "the root directory");
	layout = *img.super;
	disk = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	must(disk != MAP_FAILED, "a disk");
	disk_attach(disk, NR_BLOCKS, false);
}

static int make_file(const char *name, unsigned int bytes, int64_t at)
{
	int fd = k_open(name, O_CREAT | O_RDWR, 0644);
	static char data[40000];

	memset(data, 'x', sizeof(data));
	must(fd >= 0 && k_pwrite(fd, data, bytes, at) == bytes, name);
	return fd;
}

static void make_good_images(void)
{
	char name[256];
	int orphan, big;

	must(!k_mount(false), "a good image");
	must(!k_mkdir("dir", 0755) && !k_mkdir("dir/sub", 0755) && !k_mkdir("empty", 0755), "directories");
	for (int i = 0; i < 60; i++) {
		int len = snprintf(name, sizeof(name), "dir/%d-", i);

		memset(name + len, 'n', i * 3);
		name[len + i * 3] = '\0';
		k_close(make_file(name, i, 0));
	}
	big = make_file("big", 40000, 0);
	k_close(make_file("big", 9000, 40 * 4096));
	k_close(make_file("big", 9000, 1070 * 4096));
	must(!k_link("big", "dir/sub/link") && !k_symlink("dir/sub/link", "short"), "links");
	must(!k_mknod("fifo", S_IFIFO | 0600, 0), "a node");
	memset(name, 'l', sizeof(name));
	name[200] = 0;
	must(!k_symlink(name, "long"), "a long link");
	orphan = make_file("orphan", 9000, 0);
	must(!k_fallocate(big, 1, 1071 * 4096, 40000), "fallocate");
	must(!k_unlink("orphan"), "unlink");
	k_sync();
	memcpy(good[0], disk, SIZE);
	k_close(orphan);
	k_close(big);
	must(!k_umount(), "unmounting");
	memcpy(good[1], disk, SIZE);
}

/* Blocks of metadata that are in use: those that a change may hit. */
static void find_interesting(void)
{
	for (uint32_t n = 0; n < NR_BLOCKS; n++) {
		const uint32_t *word = (const uint32_t *)(good[1] + (size_t)n * DISK_BLOCK);
		bool pointers = true, zero = true;

		for (unsigned int i = 0; i < 1024; i++) {
			pointers &= word[i] < NR_BLOCKS;
			zero &= !word[i];
		}
		/* The log as far as it is used, bitmaps, inodes, directories, blocks of numbers. */
		if (!zero && (n < layout.data_start || pointers || (word[0] < 200 && (word[1] & 0xffff) >= 8)))
			interesting[nr_interesting++] = n;
	}
}

static void init(void)
{
	static bool done;

	if (done)
		return;
	done = true;
	machine_quiet = !getenv("SAY");
	must(getenv("SAY") || freopen("/dev/null", "w", stdout), "no output of fsck");
	machine_boot(1);
	make_empty();
	make_good_images();
	find_interesting();
}

/* ---- The changes ---- */

static uint64_t value_of(unsigned int v)
{
	static const uint64_t values[] = {
		0,
		1,
		8,
		4095,
		4096,
		65535,
		0x7fffffff,
		0x80000000,
		1ull << 32,
		0x7fffffffffffffff,
		0x8000000000000000,
		~0ull,
		NR_BLOCKS - 1,
		NR_BLOCKS,
		DITTOFS_MAX_SIZE,
		DITTOFS_MAX_SIZE + 1,
	};

	return v & 0x8000 ? values[v % (sizeof(values) / sizeof(values[0]))] : v;
}

static void change(const uint8_t *c)
{
	unsigned int which = c[1] | c[2] << 8, where = c[3] | c[4] << 8, v = c[6] | c[7] << 8;
	size_t size = 1u << (c[5] & 3), off;
	uint64_t value = value_of(v);

	switch (c[0] % 4) {
	case 0: /* anywhere in a block */
		off = (size_t)interesting[which % nr_interesting] * DISK_BLOCK + where % DISK_BLOCK / size * size;
		break;
	case 1: /* an inode */
		off = (size_t)layout.inode_table * DISK_BLOCK + which % 80 * DITTOFS_INODE_SIZE +
		      where % DITTOFS_INODE_SIZE / size * size;
		break;
	case 2: /* the superblock, the log's head, its records */
		off = (size_t)(which % 24) * DISK_BLOCK + where % 96 / size * size;
		break;
	default: /* a block becomes another's copy */
		memcpy(disk + (size_t)interesting[which % nr_interesting] * DISK_BLOCK,
		       disk + (size_t)interesting[where % nr_interesting] * DISK_BLOCK, DISK_BLOCK);
		return;
	}
	if (c[5] & 4)
		disk[off] ^= 1u << (v & 7);
	else
		memcpy(disk + off, &value, size);
}

static void right_checksums(void)
{
	struct dittofs_super *sb = (struct dittofs_super *)disk;
	struct dittofs_log_head *head = (struct dittofs_log_head *)(disk + DISK_BLOCK);
	uint32_t end = layout.log_start + layout.log_blocks;

	sb->checksum = dittofs_checksum(0, sb, offsetof(struct dittofs_super, checksum));
	head->checksum = dittofs_checksum(0, head, offsetof(struct dittofs_log_head, checksum));
	for (uint32_t n = 2; n < end; n++) {
		struct dittofs_log_record *rec = (struct dittofs_log_record *)(disk + (size_t)n * DISK_BLOCK);
		uint64_t sum;

		if (rec->magic != DITTOFS_LOG_MAGIC || rec->count >= NR_BLOCKS || n + rec->count >= end)
			continue;
		rec->checksum = 0;
		sum = dittofs_checksum(0, rec, DISK_BLOCK);
		for (uint32_t i = 0; i < rec->count; i++)
			sum = dittofs_checksum(sum, disk + (size_t)(n + 1 + i) * DISK_BLOCK, DISK_BLOCK);
		rec->checksum = sum;
	}
}

/* ---- The kernel ---- */

struct walk {
	char path[4][300];
	unsigned int depth, seen;
};

static void read_file(const char *path, uint64_t size)
{
	static char buf[5000];
	int fd = k_open(path, O_RDONLY, 0);

	if (fd < 0)
		return;
	for (int i = 0; i < 8; i++)
		k_pread(fd, buf, sizeof(buf), (int64_t)i * 5000);
	k_pread(fd, buf, sizeof(buf), (int64_t)(size / 2));
	k_pread(fd, buf, sizeof(buf), (int64_t)(size - 100));
	k_lseek(fd, 0, SEEK_DATA);
	k_lseek(fd, 0, SEEK_HOLE);
	k_close(fd);
}

static bool visit(void *arg, const char *name, uint64_t ino, unsigned int type);

static void walk(struct walk *w)
{
	k_readdir(w->path[w->depth], visit, w);
}

static bool visit(void *arg, const char *name, uint64_t ino, unsigned int type)
{
	struct walk *w = arg;
	char *path = w->path[w->depth + 1], buf[5000];
	struct k_stat st;

	if (++w->seen > 150 || snprintf(path, sizeof(w->path[0]), "%s/%s", w->path[w->depth], name) >= 300)
		return false;
	if (k_lstat(path, &st))
		return true;
	if (S_ISREG(st.mode))
		read_file(path, st.size);
	else if (S_ISLNK(st.mode))
		k_readlink(path, buf, sizeof(buf));
	else if (S_ISDIR(st.mode) && w->depth < 2) {
		w->depth++;
		walk(w);
		w->depth--;
	}
	return true;
}

static void change_files(void)
{
	static char data[9000];
	int fd = k_open("new", O_CREAT | O_RDWR, 0644);

	if (fd >= 0) {
		k_pwrite(fd, data, sizeof(data), 100);
		k_fsync(fd);
		k_close(fd);
	}
	fd = k_open("big", O_RDWR, 0);
	if (fd >= 0) {
		k_pwrite(fd, data, sizeof(data), 45 * 4096 + 100);
		k_fallocate(fd, 3, 4000, 100000);
		k_fallocate(fd, 0, 50 * 4096, 20000);
		k_ftruncate(fd, 41 * 4096 + 5);
		k_close(fd);
	}
	k_mkdir("dir/new", 0755);
	k_rename("short", "dir/new/short", 0);
	k_rename("dir/sub", "empty/sub", 0);
	k_rename("dir/1-nnn", "long", 2);
	k_link("big", "dir/another");
	k_unlink("big");
	k_unlink("dir/another");
	k_rmdir("empty");
	for (int i = 0; i < 4; i++) {
		char name[32];

		snprintf(name, sizeof(name), "dir/%d-%.*s", i, i * 3, "nnnnnnnnn");
		k_unlink(name);
	}
	k_sync();
}

static int use_kernel(bool read_only, bool write)
{
	struct walk w = { .path = { "." } };
	long before;
	int err;

	machine_shrink(1u << 20);
	before = machine_objects();
	err = k_mount(read_only);
	if (!err) {
		walk(&w);
		if (write)
			change_files();
		must(!k_umount(), "it can be unmounted");
	}
	machine_shrink(1u << 20);
	if (machine_objects() != before)
		fprintf(stderr, "%ld objects before, %ld after\n", before, machine_objects());
	must(machine_objects() == before, "nothing is left in memory");
	return err;
}

/* ---- fsck ---- */

static jmp_buf fsck_exits;

void fsck_exit(int status)
{
	longjmp(fsck_exits, status + 1);
}

static int fsck(bool repair)
{
	char *argv[] = { "fsck", repair ? "-y" : "-q", disk_path, NULL };
	int status = setjmp(fsck_exits);

	if (status)
		return status - 1;
	optind = 1;
	return fsck_main(3, argv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t bad[SIZE];
	unsigned int flags;

	init();
	if (!size)
		return 0;
	flags = data[0];
	memcpy(disk, good[flags & 1], SIZE);
	for (size_t i = 1; i + 8 <= size && i < 8 * 32; i += 8)
		change(data + i);
	if (!(flags & 0x80))
		right_checksums();
	memcpy(bad, disk, SIZE);
	use_kernel(flags & 2, flags & 4);
	if (flags & 2)
		must(!memcmp(bad, disk, SIZE), "a read-only mount changes nothing");

	memcpy(disk, bad, SIZE);
	if (fsck(true) <= 1) {
		must(fsck(false) == 0, "what fsck has repaired is clean");
		must(use_kernel(false, true) == 0, "what is clean can be mounted");
		must(fsck(false) == 0, "what was clean stays so");
	}
	return 0;
}
