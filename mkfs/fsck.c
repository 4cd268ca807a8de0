/*
 * fsck [-y] [-q] IMAGE: replays the log, then says in words which invariant of dittofs is broken
 * where. Without -y the image is not touched; with it, what has an obvious remedy is repaired.
 *
 *	pass 1	each inode by itself: its type, its size, its blocks; no block has two owners
 *	pass 2	directories from the root on: entries, "." and "..", what can be reached, names counted
 *	pass 3	inodes that no name reaches; link counts; the list of orphans
 *	pass 4	the bitmaps against what was found
 *
 * Status: 0 clean, 1 repaired, 4 errors are left, 8 not an image.
 */
#include "image.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK DITTOFS_BLOCK_SIZE

static struct image img;
static bool repair, quiet;
static unsigned int nr_found, nr_repaired;

static uint32_t *owner; /* of each block: an inode number */
static uint32_t *names; /* of each inode: entries that name it, "." and ".." included */
static uint8_t *state;	/* of each inode */
enum { FREE,
       USED,
       REACHED };
static bool *in_list; /* of each inode: hangs in the list of orphans */

/* ---- Saying so ---- */

/* True if it shall be repaired. */
static bool broken(bool has_remedy, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static bool broken(bool has_remedy, const char *fmt, ...)
{
	va_list args;

	nr_found++;
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	if (has_remedy && repair) {
		nr_repaired++;
		printf(": repaired\n");
		return true;
	}
	printf("\n");
	return false;
}

static bool block_valid(uint32_t block)
{
	return block >= img.super->data_start && block < img.super->nr_blocks;
}

static void *table(size_t n, size_t size)
{
	void *p = calloc(n, size);

	if (!p) {
		fprintf(stderr, "fsck: out of memory\n");
		exit(8);
	}
	return p;
}

/* ---- Pass 1: inodes by themselves ---- */

struct count {
	uint32_t ino;
	uint32_t blocks; /* that belong to it */
	uint64_t end;	 /* of the last data block: index + 1 */
};

/* Claim what *slot names. False: a hole, or nothing that could be followed. */
static bool claim(struct count *c, uint32_t *slot, const char *what)
{
	if (!*slot)
		return false;
	if (!block_valid(*slot)) {
		if (broken(true, "inode %u: its %s is block %u, which no file can have", c->ino, what, *slot))
			*slot = 0;
		return false;
	}
	if (owner[*slot]) {
		if (broken(true, "inode %u: its %s, block %u, belongs to inode %u too", c->ino, what, *slot,
			   owner[*slot]))
			*slot = 0;
		return false;
	}
	owner[*slot] = c->ino;
	c->blocks++;
	return true;
}

/* A data block at file index n, or (depth > 0) a block of numbers for what is at n and after it. */
static void count_branch(struct count *c, uint32_t *slot, uint64_t n, unsigned int depth, uint64_t unused)
{
	uint64_t span = depth > 1 ? DITTOFS_PTRS_PER_BLOCK : 1;
	uint32_t *ptrs;

	if (!claim(c, slot, depth ? "block of numbers" : "data block"))
		return;
	if (!depth) {
		c->end = n + 1 > c->end ? n + 1 : c->end;
		return;
	}
	ptrs = image_block(&img, *slot);
	for (uint64_t i = 0; i < DITTOFS_PTRS_PER_BLOCK; i++)
		count_branch(c, &ptrs[i], n + i * span, depth - 1, unused);
}

static bool has_pointers(const struct dittofs_inode *inode)
{
	return S_ISREG(inode->mode) || S_ISDIR(inode->mode) ||
	       (S_ISLNK(inode->mode) && inode->size > DITTOFS_FAST_SYMLINK_MAX);
}

static bool mode_valid(uint32_t mode)
{
	return (S_ISREG(mode) || S_ISDIR(mode) || S_ISLNK(mode) || S_ISCHR(mode) || S_ISBLK(mode) ||
		S_ISFIFO(mode) || S_ISSOCK(mode)) &&
	       !(mode & ~(S_IFMT | 07777));
}

/* The data blocks from file index `end` on, among those behind *slot, belong to nobody any more. */
static void drop_branch(struct count *c, uint32_t *slot, uint64_t n, unsigned int depth, uint64_t end)
{
	uint64_t span = depth > 1 ? DITTOFS_PTRS_PER_BLOCK : 1;
	uint32_t *ptrs;

	if (!*slot || owner[*slot] != c->ino)
		return;
	if (depth) {
		ptrs = image_block(&img, *slot);
		for (uint64_t i = 0; i < DITTOFS_PTRS_PER_BLOCK; i++)
			drop_branch(c, &ptrs[i], n + i * span, depth - 1, end);
	}
	if (n < end)
		return;
	owner[*slot] = 0;
	*slot = 0;
	c->blocks--;
}

static void for_each_branch(struct dittofs_inode *inode, struct count *c, uint64_t end,
			    void (*fn)(struct count *, uint32_t *, uint64_t, unsigned int, uint64_t))
{
	for (unsigned int n = 0; n < DITTOFS_NR_DIRECT; n++)
		fn(c, &inode->direct[n], n, 0, end);
	fn(c, &inode->indirect, DITTOFS_NR_DIRECT, 1, end);
	fn(c, &inode->dindirect, DITTOFS_NR_DIRECT + DITTOFS_PTRS_PER_BLOCK, 2, end);
}

/* What is behind the end goes. */
static void cut(uint32_t ino)
{
	struct dittofs_inode *inode = image_inode(&img, ino);
	struct count c = { .ino = ino, .blocks = inode->blocks };

	for_each_branch(inode, &c, (inode->size + BLOCK - 1) / BLOCK, drop_branch);
	inode->blocks = c.blocks;
}

static void check_size(uint32_t ino, struct dittofs_inode *inode, struct count *c)
{
	uint64_t max = S_ISLNK(inode->mode) ? BLOCK - 1 : DITTOFS_MAX_SIZE;

	if (inode->size > max && broken(true, "inode %u: its size %llu is too large", ino,
					(unsigned long long)inode->size))
		inode->size = S_ISLNK(inode->mode) ? 0 : c->end * BLOCK;
	if (S_ISDIR(inode->mode) && inode->size % BLOCK &&
	    broken(true, "directory %u: its size %llu is no number of blocks", ino, (unsigned long long)inode->size))
		inode->size = c->end * BLOCK;
	if (c->end > (inode->size + BLOCK - 1) / BLOCK && !(inode->flags & (DITTOFS_ORPHAN | DITTOFS_PREALLOC)) &&
	    broken(true, "inode %u: it has blocks behind its end (size %llu, block %llu)", ino,
		   (unsigned long long)inode->size, (unsigned long long)c->end - 1))
		for_each_branch(inode, c, (inode->size + BLOCK - 1) / BLOCK, drop_branch);
	if (inode->blocks != c->blocks &&
	    broken(true, "inode %u: it says that it has %u blocks, but has %u", ino, inode->blocks, c->blocks))
		inode->blocks = c->blocks;
}

static void check_inode(uint32_t ino)
{
	struct dittofs_inode *inode = image_inode(&img, ino);
	struct count c = { .ino = ino };

	if (!inode->mode)
		return;
	if (!mode_valid(inode->mode)) {
		if (broken(true, "inode %u: mode %o is no type of file", ino, inode->mode))
			memset(inode, 0, sizeof(*inode));
		return;
	}
	state[ino] = USED;
	if (has_pointers(inode))
		for_each_branch(inode, &c, 0, count_branch);
	check_size(ino, inode, &c);
}

/* Before anything is allocated for a repair: what is in use shall not be taken. */
static void mark_used(void)
{
	for (uint32_t n = img.super->data_start; n < img.super->nr_blocks; n++)
		if (owner[n] && !image_block_used(&img, n) &&
		    broken(true, "block %u is in use, but its bit is clear", n))
			image_set_bit(&img, img.super->block_bitmap, n, true);
}

/* What a repair has allocated for an inode is its own. */
static void own_branch(struct count *c, uint32_t *slot, uint64_t n, unsigned int depth, uint64_t unused)
{
	uint64_t span = depth > 1 ? DITTOFS_PTRS_PER_BLOCK : 1;
	uint32_t *ptrs;

	if (!block_valid(*slot) || (owner[*slot] && owner[*slot] != c->ino))
		return;
	owner[*slot] = c->ino;
	if (!depth)
		return;
	ptrs = image_block(&img, *slot);
	for (uint64_t i = 0; i < DITTOFS_PTRS_PER_BLOCK; i++)
		own_branch(c, &ptrs[i], n + i * span, depth - 1, unused);
}

/* A repair: false if there is no room. */
static bool add_name(uint32_t dir, const char *name, uint32_t ino, unsigned int type)
{
	struct count c = { .ino = dir };

	if (!image_dir_add(&img, image_inode(&img, dir), name, strlen(name), ino, type)) {
		printf("no room for the name \"%s\" in directory %u: not repaired\n", name, dir);
		nr_repaired--;
		return false;
	}
	for_each_branch(image_inode(&img, dir), &c, 0, own_branch);
	names[ino]++;
	return true;
}

/* ---- Pass 2: directories ---- */

static uint32_t *todo; /* directories that were reached and not yet read */
static uint32_t *parent_of;
static size_t nr_todo;

static void remove_entry(struct dittofs_dirent *de, struct dittofs_dirent *prev)
{
	if (prev)
		prev->size += de->size;
	else
		de->inode = 0;
}

/* An entry other than the dots. False: it shall go. */
static bool check_entry(uint32_t dir, struct dittofs_dirent *de)
{
	struct dittofs_inode *inode = image_inode(&img, de->inode);
	int len = de->name_len;

	if (!len || memchr(de->name, '/', len) || memchr(de->name, 0, len))
		return !broken(true, "directory %u: \"%.*s\" is no name", dir, len, de->name);
	if (!inode || state[de->inode] == FREE)
		return !broken(true, "directory %u: \"%.*s\" names inode %u, which is %s", dir, len, de->name,
			       de->inode, inode ? "free" : "none");
	if (S_ISDIR(inode->mode) && state[de->inode] == REACHED)
		return !broken(true, "directory %u: \"%.*s\" is a second name of directory %u", dir, len, de->name,
			       de->inode);
	if (de->type != mode_to_type(inode->mode) &&
	    broken(true, "directory %u: \"%.*s\" has type %u, its inode %u has %u", dir, len, de->name, de->type,
		   de->inode, mode_to_type(inode->mode)))
		de->type = mode_to_type(inode->mode);
	names[de->inode]++;
	if (state[de->inode] == USED && S_ISDIR(inode->mode)) {
		parent_of[de->inode] = dir;
		todo[nr_todo++] = de->inode;
	}
	state[de->inode] = REACHED;
	return true;
}

static bool is_dot(const struct dittofs_dirent *de, int n)
{
	return de->name_len == n && !memcmp(de->name, "..", n);
}

/* "." or "..": which inode it ought to name. */
static void check_dot(uint32_t dir, struct dittofs_dirent *de, uint32_t ought)
{
	if (de->inode != ought && broken(true, "directory %u: \"%.*s\" names inode %u, not %u", dir, de->name_len,
					 de->name, de->inode, ought))
		de->inode = ought;
	names[ought]++;
}

struct dots {
	bool dot, dotdot;
};

static void check_dir_block(uint32_t dir, uint32_t nr, uint8_t *block, struct dots *dots)
{
	struct dittofs_dirent *de, *prev = NULL;

	for (unsigned int off = 0; off < BLOCK; off += de->size) {
		de = (struct dittofs_dirent *)(block + off);
		if (!image_dirent_ok(block, off)) {
			if (!broken(true, "directory %u: block %u is damaged at offset %u", dir, nr, off))
				return;
			/* All that is left of the block becomes slack. */
			if (prev) {
				prev->size = BLOCK - ((uint8_t *)prev - block);
			} else {
				memset(block, 0, BLOCK);
				de->size = BLOCK;
			}
			return;
		}
		if (de->inode && is_dot(de, 1)) {
			check_dot(dir, de, dir);
			dots->dot = true;
		} else if (de->inode && is_dot(de, 2)) {
			check_dot(dir, de, parent_of[dir]);
			dots->dotdot = true;
		} else if (de->inode && !check_entry(dir, de)) {
			remove_entry(de, prev);
			if (prev)
				continue;
		}
		prev = de;
	}
}

struct name {
	struct dittofs_dirent *de;
	const char *text;
	unsigned int len;
};

static int compare_names(const void *a, const void *b)
{
	const struct name *x = a, *y = b;
	unsigned int len = x->len < y->len ? x->len : y->len;
	int order = memcmp(x->text, y->text, len);

	return order ? order : (int)x->len - (int)y->len;
}

/* How many blocks of a directory are worth a look. */
static uint64_t nr_dir_blocks(const struct dittofs_inode *inode)
{
	return inode->size / BLOCK < img.super->nr_blocks ? inode->size / BLOCK : img.super->nr_blocks;
}

/* No name twice. Comes before its entries are counted, since the second of two goes. */
static void check_twins(uint32_t dir, const struct dittofs_inode *inode)
{
	/* No block holds more entries than this. */
	size_t nr = 0, max = nr_dir_blocks(inode) * (BLOCK / 16);
	struct name *list = table(max + 1, sizeof(*list));
	uint32_t nr_block;

	for (uint64_t n = 0; n < nr_dir_blocks(inode) && (nr_block = image_bmap(&img, inode, n)); n++) {
		uint8_t *block = image_block(&img, nr_block);
		struct dittofs_dirent *de;

		for (unsigned int off = 0; off < BLOCK && image_dirent_ok(block, off); off += de->size) {
			de = (struct dittofs_dirent *)(block + off);
			if (de->inode && nr < max)
				list[nr++] = (struct name){ de, de->name, de->name_len };
		}
	}
	qsort(list, nr, sizeof(*list), compare_names);
	for (size_t i = 1; i < nr; i++)
		if (!compare_names(&list[i - 1], &list[i]) && list[i].de != list[i - 1].de &&
		    broken(true, "directory %u: it has the name \"%.*s\" twice", dir, (int)list[i].len, list[i].text))
			list[i].de->inode = 0;
	free(list);
}

static void check_directory(uint32_t dir)
{
	struct dittofs_inode *inode = image_inode(&img, dir);
	struct dots dots = { false, false };

	check_twins(dir, inode);
	for (uint64_t n = 0; n < nr_dir_blocks(inode); n++) {
		uint32_t block = image_bmap(&img, inode, n);

		if (!block || !block_valid(block)) {
			if (broken(true, "directory %u: it has a hole at block %llu", dir, (unsigned long long)n)) {
				inode->size = n * BLOCK;
				cut(dir);
			}
			break;
		}
		check_dir_block(dir, block, image_block(&img, block), &dots);
	}
	if (!dots.dot && broken(true, "directory %u: it has no \".\"", dir))
		add_name(dir, ".", dir, mode_to_type(S_IFDIR));
	if (!dots.dotdot && broken(true, "directory %u: it has no \"..\"", dir))
		add_name(dir, "..", parent_of[dir], mode_to_type(S_IFDIR));
}

static void walk_tree(void)
{
	if (!S_ISDIR(image_inode(&img, DITTOFS_ROOT)->mode))
		return;
	state[DITTOFS_ROOT] = REACHED;
	parent_of[DITTOFS_ROOT] = DITTOFS_ROOT;
	todo[nr_todo++] = DITTOFS_ROOT;
	while (nr_todo)
		check_directory(todo[--nr_todo]);
}

/* The root is made anew if there is none; all else then turns up as lost. Before pass 1. */
static void check_root(void)
{
	struct dittofs_inode *root = image_inode(&img, DITTOFS_ROOT);

	if (S_ISDIR(root->mode) && mode_valid(root->mode))
		return;
	if (!broken(true, "inode %u, the root, is no directory", DITTOFS_ROOT))
		return;
	memset(root, 0, sizeof(*root));
	root->mode = S_IFDIR | 0755;
}

/* ---- Pass 3: inodes without a name, link counts, orphans ---- */

/* What is wrong with the next in the list, or NULL. */
static const char *orphan_wrong(uint32_t ino)
{
	const struct dittofs_inode *inode = image_inode(&img, ino);

	if (!inode)
		return "none";
	if (state[ino] == FREE)
		return "free";
	if (in_list[ino])
		return "in it already";
	return inode->flags & DITTOFS_ORPHAN ? NULL : "no orphan";
}

/* An orphan whose turn at mount has come does not lose anything: it goes here as it would there. */
static void check_orphans(void)
{
	uint32_t prev = 0, ino = img.super->orphans, *link = &img.super->orphans;

	while (ino) {
		struct dittofs_inode *inode = image_inode(&img, ino);
		const char *wrong = orphan_wrong(ino);

		if (wrong) {
			if (broken(true, "the list of orphans leads to inode %u, which is %s", ino, wrong))
				*link = 0;
			return;
		}
		in_list[ino] = true;
		link = &inode->next_orphan;
		if (inode->prev_orphan != prev &&
		    broken(true, "orphan %u: the one before it is %u, it says %u", ino, prev, inode->prev_orphan))
			inode->prev_orphan = prev;
		if (!inode->nlink)
			state[ino] = REACHED; /* as it should be: no name, but in the list */
		prev = ino;
		ino = inode->next_orphan;
	}
}

/* The flag without the list: nothing will come of it at mount. */
static void check_orphan_flag(uint32_t ino)
{
	struct dittofs_inode *inode = image_inode(&img, ino);

	if (state[ino] == FREE || in_list[ino] || !(inode->flags & DITTOFS_ORPHAN) ||
	    !broken(true, "inode %u: it says that it is an orphan, but is not in the list", ino))
		return;
	inode->flags &= ~DITTOFS_ORPHAN;
	inode->next_orphan = inode->prev_orphan = 0;
	if (has_pointers(inode))
		cut(ino);
}

static void attach(uint32_t ino)
{
	struct dittofs_inode *inode = image_inode(&img, ino);
	char name[32];

	snprintf(name, sizeof(name), "lost-%u", ino);
	if (!add_name(DITTOFS_ROOT, name, ino, mode_to_type(inode->mode)))
		return;
	state[ino] = REACHED;
	if (S_ISDIR(inode->mode)) {
		parent_of[ino] = DITTOFS_ROOT;
		check_directory(ino);
		while (nr_todo)
			check_directory(todo[--nr_todo]);
	}
}

static void check_links(uint32_t ino)
{
	struct dittofs_inode *inode = image_inode(&img, ino);

	if (state[ino] == REACHED && inode->nlink != names[ino] &&
	    broken(true, "inode %u: it says that it has %u links, but has %u", ino, inode->nlink, names[ino]))
		inode->nlink = names[ino];
}

/* ---- Pass 4: bitmaps ---- */

static void check_bitmaps(void)
{
	struct dittofs_super *sb = img.super;

	for (uint32_t n = 0; n < sb->nr_blocks; n++) {
		bool used = n < sb->data_start || owner[n];

		if (n >= sb->data_start && used && !image_block_used(&img, n))
			continue; /* mark_used() has said so */
		if (used != image_block_used(&img, n) &&
		    broken(true, "block %u is in use by %s", n,
			   used ? "the file system, but its bit is clear" : "nobody, but its bit is set"))
			image_set_bit(&img, sb->block_bitmap, n, used);
	}
	for (uint32_t n = 1; n < sb->nr_inodes; n++)
		if ((state[n] != FREE) != image_inode_used(&img, n) &&
		    broken(true, "inode %u is %s", n,
			   state[n] != FREE ? "in use, but its bit is clear" : "free, but its bit is set"))
			image_set_bit(&img, sb->inode_bitmap, n, state[n] != FREE);
}

/* ---- */

static int report(int replayed)
{
	unsigned int left = nr_found - nr_repaired;

	if (!quiet && replayed > 0)
		printf("%s: %d transactions %s\n", img.path, replayed, repair ? "replayed" : "would be replayed");
	if (left)
		printf("%s: %u errors%s\n", img.path, left, nr_repaired ? " are left" : "");
	else if (nr_repaired)
		printf("%s: %u errors repaired\n", img.path, nr_repaired);
	else if (!quiet)
		printf("%s: clean\n", img.path);
	return left ? 4 : nr_repaired ? 1
				      : 0;
}

int main(int argc, char **argv)
{
	int opt, status, replayed;

	repair = quiet = false;
	nr_found = nr_repaired = 0;
	while ((opt = getopt(argc, argv, "yq")) != -1) {
		if (opt == 'y')
			repair = true;
		else if (opt == 'q')
			quiet = true;
		else
			optind = argc;
	}
	if (argc - optind != 1) {
		fprintf(stderr, "usage: fsck [-y] [-q] IMAGE\n");
		return 8;
	}
	image_open(&img, argv[optind], repair);
	replayed = image_replay_log(&img);
	if (replayed < 0 && broken(true, "the log's head is damaged"))
		image_reset_log(&img);
	owner = table(img.super->nr_blocks, sizeof(*owner));
	names = table(img.super->nr_inodes, sizeof(*names));
	state = table(img.super->nr_inodes, sizeof(*state));
	todo = table(img.super->nr_inodes, sizeof(*todo));
	parent_of = table(img.super->nr_inodes, sizeof(*parent_of));
	in_list = table(img.super->nr_inodes, sizeof(*in_list));
	check_root();
	for (uint32_t ino = 1; ino < img.super->nr_inodes; ino++)
		check_inode(ino);
	mark_used();
	walk_tree();
	check_orphans();
	for (uint32_t ino = 1; ino < img.super->nr_inodes; ino++)
		check_orphan_flag(ino);
	for (uint32_t ino = 1; ino < img.super->nr_inodes; ino++)
		if (state[ino] == USED && broken(true, "inode %u: no name leads to it", ino))
			attach(ino);
	for (uint32_t ino = 1; ino < img.super->nr_inodes; ino++)
		check_links(ino);
	check_bitmaps();
	status = report(replayed);
	image_close(&img);
	free(owner);
	free(names);
	free(state);
	free(todo);
	free(parent_of);
	free(in_list);
	return status;
}
