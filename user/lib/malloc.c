/*
 * The heap: a list of free blocks in the order of their addresses, over brk. malloc takes the first block that
 * is large enough, free puts a block back and joins it with its neighbours. Not for several threads at once.
 */

#include <user.h>

/* Before each block, free or not. Sizes are in units of this header, which is also the alignment. */
struct header {
	struct header *next; /* only while the block is free */
	size_t units;	     /* with the header */
} __attribute__((aligned(16)));

static struct header start;		     /* of the list; an empty block below all others */
#define GROW (65536 / sizeof(struct header)) /* least that is asked of the kernel */

void free(void *p)
{
	struct header *block = (struct header *)p - 1, *before = &start;

	if (!p)
		return;
	while (before->next && before->next < block)
		before = before->next;
	block->next = before->next;
	before->next = block;
	if (block->next && block + block->units == block->next) {
		block->units += block->next->units;
		block->next = block->next->next;
	}
	if (before != &start && before + before->units == block) {
		before->units += block->units;
		before->next = block->next;
	}
}

static bool grow_heap(size_t units)
{
	struct header *block;

	if (units < GROW)
		units = GROW;
	block = sbrk(0);
	if (sbrk((intptr_t)(-(uintptr_t)block % sizeof(*block))) == (void *)-1)
		return false;
	block = sbrk((intptr_t)(units * sizeof(*block)));
	if (block == (void *)-1)
		return false;
	block->units = units;
	free(block + 1);
	return true;
}

void *malloc(size_t size)
{
	size_t units = size / sizeof(struct header) + (size % sizeof(struct header) != 0) + 1;

	if (size > (size_t)-1 / 2) {
		errno = ENOMEM;
		return NULL;
	}
	do {
		for (struct header *before = &start, *b; (b = before->next); before = b) {
			if (b->units < units)
				continue;
			if (b->units == units) {
				before->next = b->next;
			} else {
				b->units -= units;
				b += b->units;
				b->units = units;
			}
			return b + 1;
		}
	} while (grow_heap(units));
	return NULL;
}

void *calloc(size_t n, size_t size)
{
	void *p;

	if (size && n > (size_t)-1 / size) {
		errno = ENOMEM;
		return NULL;
	}
	p = malloc(n * size);
	return p ? memset(p, 0, n * size) : NULL;
}

void *realloc(void *p, size_t size)
{
	size_t have = p ? (((struct header *)p)[-1].units - 1) * sizeof(struct header) : 0;
	void *q;

	if (size <= have && p)
		return p;
	q = malloc(size);
	if (q && p) {
		memcpy(q, p, have);
		free(p);
	}
	return q;
}
