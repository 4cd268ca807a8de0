/*
 * fsls IMAGE [PATH]		lists a directory, or tells about a file
 * fsls -c IMAGE PATH		copies a file's contents to standard output
 *
 * Looks into an image without booting it. What the log holds is seen, but the image is not changed.
 */
#include "image.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK DITTOFS_BLOCK_SIZE

static struct image img;

static void read_block(const struct dittofs_inode *inode, uint64_t n, uint8_t *out)
{
	uint32_t block = image_bmap(&img, inode, n);

	if (block)
		memcpy(out, image_block(&img, block), BLOCK);
	else
		memset(out, 0, BLOCK);
}

static void print_target(const struct dittofs_inode *inode)
{
	uint8_t buf[BLOCK];
	uint64_t size = inode->size < BLOCK ? inode->size : 0;

	if (size <= DITTOFS_FAST_SYMLINK_MAX)
		memcpy(buf, inode->target, size);
	else
		read_block(inode, 0, buf);
	printf(" -> %.*s", (int)size, (const char *)buf);
}

static void print_inode(uint32_t ino, const char *name, int len)
{
	static const char types[] = "?pc?d?b?-?l?s???";
	const struct dittofs_inode *inode = image_inode(&img, ino);

	if (!inode) {
		printf("%8u  (no such inode)  %.*s\n", ino, len, name);
		return;
	}
	printf("%8u %c%04o %4u %12llu  %.*s", ino, types[mode_to_type(inode->mode)], inode->mode & 07777, inode->nlink,
	       (unsigned long long)inode->size, len, name);
	if (S_ISLNK(inode->mode))
		print_target(inode);
	printf("\n");
}

static void list_directory(const struct dittofs_inode *dir)
{
	for (uint64_t n = 0; n < dir->size / BLOCK && n < DITTOFS_MAX_BLOCKS; n++) {
		uint8_t block[BLOCK];
		const struct dittofs_dirent *de;

		read_block(dir, n, block);
		for (unsigned int off = 0; off < BLOCK && image_dirent_ok(block, off); off += de->size) {
			de = (const struct dittofs_dirent *)(block + off);
			if (de->inode)
				print_inode(de->inode, de->name, de->name_len);
		}
	}
}

static int copy_out(const struct dittofs_inode *inode)
{
	uint8_t block[BLOCK];

	for (uint64_t off = 0; off < inode->size && off < DITTOFS_MAX_SIZE; off += BLOCK) {
		uint64_t left = inode->size - off;
		size_t n = left < BLOCK ? left : BLOCK;

		read_block(inode, off / BLOCK, block);
		if (fwrite(block, 1, n, stdout) != n) {
			perror("fsls");
			return 1;
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	bool contents = argc > 1 && !strcmp(argv[1], "-c");
	const struct dittofs_inode *inode;
	const char *path;
	uint32_t ino;

	argv += contents;
	argc -= contents;
	if (argc < 2 || argc > 3 || (contents && argc != 3)) {
		fprintf(stderr, "usage: fsls IMAGE [PATH]\n       fsls -c IMAGE PATH\n");
		return 2;
	}
	path = argc == 3 ? argv[2] : "/";
	image_open(&img, argv[1], false);
	if (image_replay_log(&img) < 0)
		fprintf(stderr, "fsls: %s: the log's head is damaged, what the log holds is not seen\n", img.path);
	ino = image_lookup(&img, path);
	inode = image_inode(&img, ino);
	if (!inode) {
		fprintf(stderr, "fsls: %s: there is no such file\n", path);
		return 1;
	}
	if (contents)
		return copy_out(inode);
	if (S_ISDIR(inode->mode))
		list_directory(inode);
	else
		print_inode(ino, path, strlen(path));
	return 0;
}
