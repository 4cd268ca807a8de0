/*
 * mkfs [-s MiB] IMAGE DIR: an image that holds what is in DIR.
 *
 * The same input gives the same bytes, wherever and whenever it runs: names are sorted, times are
 * fixed, everything belongs to root. Modes, symbolic links, hard links and holes are kept; sockets
 * are left out.
 */
#define _GNU_SOURCE
#include "image.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define BLOCK	   DITTOFS_BLOCK_SIZE
#define FIXED_TIME 1704067200 /* 2024-01-01 */

static struct image img;

/* Files with several names, so that the second name becomes a link. */
static struct known {
	dev_t dev;
	ino_t ino;
	uint32_t image_ino;
} * known;
static size_t nr_known;

static void fail(const char *path, const char *what)
{
	fprintf(stderr, "mkfs: %s: %s\n", path, what);
	unlink(img.path);
	exit(1);
}

static uint32_t new_inode(const char *path, const struct stat *st)
{
	uint32_t ino = image_alloc_inode(&img);
	struct dittofs_inode *inode = image_inode(&img, ino);

	if (!ino)
		fail(path, "no inode left: make the image larger (-s)");
	inode->mode = st->st_mode;
	inode->atime = inode->mtime = inode->ctime = FIXED_TIME;
	return ino;
}

static void put_block(const char *path, struct dittofs_inode *inode, uint64_t n, const void *data)
{
	uint32_t block = image_bmap_alloc(&img, inode, n);

	if (!block)
		fail(path, "no space left: make the image larger (-s)");
	memcpy(image_block(&img, block), data, BLOCK);
}

static void copy_file(const char *path, struct dittofs_inode *inode)
{
	static const char zeroes[BLOCK];
	FILE *f = fopen(path, "rb");
	char buf[BLOCK];
	size_t len;

	if (!f)
		fail(path, strerror(errno));
	for (uint64_t n = 0; (len = fread(buf, 1, BLOCK, f)) > 0; n++) {
		memset(buf + len, 0, BLOCK - len);
		if (n >= DITTOFS_MAX_BLOCKS)
			fail(path, "too large for dittofs");
		if (memcmp(buf, zeroes, BLOCK))
			put_block(path, inode, n, buf);
		inode->size += len;
	}
	if (ferror(f))
		fail(path, strerror(errno));
	fclose(f);
}

static void copy_symlink(const char *path, struct dittofs_inode *inode)
{
	char buf[BLOCK] = "";
	ssize_t len = readlink(path, buf, BLOCK - 1);

	if (len < 0)
		fail(path, strerror(errno));
	inode->size = len;
	if (len <= DITTOFS_FAST_SYMLINK_MAX)
		memcpy(inode->target, buf, len);
	else
		put_block(path, inode, 0, buf);
}

static void add_name(const char *path, uint32_t dir, const char *name, uint32_t ino)
{
	unsigned int type = mode_to_type(image_inode(&img, ino)->mode);

	if (strlen(name) > DITTOFS_NAME_MAX)
		fail(path, "the name is too long");
	if (!image_dir_add(&img, image_inode(&img, dir), name, strlen(name), ino, type))
		fail(path, "no space left: make the image larger (-s)");
	image_inode(&img, ino)->nlink++;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static uint32_t copy_tree(const char *path, uint32_t parent);

static void copy_directory(const char *path, uint32_t ino, uint32_t parent)
{
	struct dirent **list;
	int n = scandir(path, &list, NULL, by_name);

	if (n < 0)
		fail(path, strerror(errno));
	add_name(path, ino, ".", ino);
	add_name(path, ino, "..", parent ? parent : ino);
	for (int i = 0; i < n; i++) {
		const char *name = list[i]->d_name;
		char *child;
		uint32_t child_ino;

		if (strcmp(name, ".") && strcmp(name, "..")) {
			if (asprintf(&child, "%s/%s", path, name) < 0)
				fail(path, "out of memory");
			child_ino = copy_tree(child, ino);
			if (child_ino)
				add_name(child, ino, name, child_ino);
			free(child);
		}
		free(list[i]);
	}
	free(list);
}

static uint32_t find_link(const struct stat *st)
{
	for (size_t i = 0; i < nr_known; i++)
		if (known[i].dev == st->st_dev && known[i].ino == st->st_ino)
			return known[i].image_ino;
	return 0;
}

static void remember_link(const struct stat *st, uint32_t ino)
{
	known = realloc(known, (nr_known + 1) * sizeof(*known));
	known[nr_known++] = (struct known){ st->st_dev, st->st_ino, ino };
}

/* The inode of path and everything below it; parent 0: it becomes the root. 0: left out. */
static uint32_t copy_tree(const char *path, uint32_t parent)
{
	struct dittofs_inode *inode;
	struct stat st;
	uint32_t ino;

	if (lstat(path, &st))
		fail(path, strerror(errno));
	if (S_ISSOCK(st.st_mode))
		return 0;
	ino = S_ISDIR(st.st_mode) ? 0 : find_link(&st);
	if (ino)
		return ino;
	ino = new_inode(path, &st);
	inode = image_inode(&img, ino);
	if (S_ISDIR(st.st_mode))
		copy_directory(path, ino, parent);
	else if (S_ISREG(st.st_mode))
		copy_file(path, inode);
	else if (S_ISLNK(st.st_mode))
		copy_symlink(path, inode);
	else if (S_ISCHR(st.st_mode) || S_ISBLK(st.st_mode))
		inode->rdev = (minor(st.st_rdev) & 0xff) | major(st.st_rdev) << 8 | (minor(st.st_rdev) & ~0xffu) << 12;
	if (!S_ISDIR(st.st_mode) && st.st_nlink > 1)
		remember_link(&st, ino);
	return ino;
}

int main(int argc, char **argv)
{
	unsigned long mib = 64;
	struct stat st;
	int opt;

	while ((opt = getopt(argc, argv, "s:")) == 's')
		mib = strtoul(optarg, NULL, 10);
	if (opt != -1 || argc - optind != 2 || !mib) {
		fprintf(stderr, "usage: mkfs [-s MiB] IMAGE DIR\n");
		return 2;
	}
	if (stat(argv[optind + 1], &st) || !S_ISDIR(st.st_mode)) {
		fprintf(stderr, "mkfs: %s: not a directory\n", argv[optind + 1]);
		return 1;
	}
	image_create(&img, argv[optind], (uint64_t)mib << 20);
	copy_tree(argv[optind + 1], 0);
	image_close(&img);
	free(known);
	return 0;
}
