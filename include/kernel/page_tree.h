/*
 * A tree from page index to struct page, with a mark for dirty pages that can be searched for.
 * The page cache keeps one for each file. Takes no lock: the owner does.
 */
#ifndef KERNEL_PAGE_TREE_H
#define KERNEL_PAGE_TREE_H

#include <kernel/compiler.h>
#include <kernel/types.h>

#define PAGE_TREE_BITS	(sizeof(long) == 8 ? 6 : 5) /* of the index, each level */
#define PAGE_TREE_SLOTS (1u << (sizeof(long) == 8 ? 6 : 5))

struct page;

struct page_tree_node {
	unsigned long present;			  /* bit n: slot n is in use */
	unsigned long dirty;			  /* bit n: slot n is a dirty page, or a node with one below */
	void *slots[sizeof(long) == 8 ? 64 : 32]; /* pages in the lowest level, nodes above */
};

struct page_tree {
	struct page_tree_node *root; /* NULL: empty */
	unsigned int height;	     /* levels */
};

void page_tree_init_cache(void);

/* The page at index, or NULL. */
static inline struct page *page_tree_find(const struct page_tree *tree, unsigned long index)
{
	const struct page_tree_node *node = tree->root;
	unsigned int shift = tree->height * PAGE_TREE_BITS;

	/*
	 * A shift by the width of a long is undefined, and no index is too large for such a
	 * tree.
	 */
	if (unlikely(shift < 8 * sizeof(long) && index >> shift))
		return NULL;
	while (node && shift > PAGE_TREE_BITS) {
		shift -= PAGE_TREE_BITS;
		node = node->slots[index >> shift & (PAGE_TREE_SLOTS - 1)];
	}
	return node ? node->slots[index & (PAGE_TREE_SLOTS - 1)] : NULL;
}

/* There is no page at index. Does not sleep; -ENOMEM: nothing changed. */
int __must_check page_tree_insert(struct page_tree *tree, unsigned long index, struct page *page);
/* An insert failed: sleep until there is memory for the next attempt. False: there will be none. */
bool __must_check page_tree_refill(void);
/* The page at index exists. Frees the nodes that become empty. */
void page_tree_remove(struct page_tree *tree, unsigned long index);
/* The page at index exists. */
void page_tree_set_dirty(struct page_tree *tree, unsigned long index, bool dirty);
/*
 * The first page at or after *index (only dirty ones, if so asked), with *index set to its;
 * NULL: none.
 */
struct page *page_tree_next(const struct page_tree *tree, unsigned long *index, bool dirty);

#endif
