/*
 * The tree of a file's pages: nodes of 64 slots (32 on 32-bit machines), as high as its largest
 * index needs. The bits of an index choose the slot in each level. A node's dirty bits are the OR
 * of what is below it, so the next dirty page is found without a look at clean ones.
 */
#include <kernel/bitmap.h>
#include <kernel/err.h>
#include <kernel/page_tree.h>
#include <kernel/panic.h>
#include <kernel/slab.h>

#define SLOT_MASK  (PAGE_TREE_SLOTS - 1)
#define MAX_HEIGHT ((8 * sizeof(long) + PAGE_TREE_BITS - 1) / PAGE_TREE_BITS)

static struct kmem_cache *node_cache;

void page_tree_init_cache(void)
{
	node_cache = kmem_cache_create("page_tree", sizeof(struct page_tree_node), 0);
}

static struct page_tree_node *node_alloc(void)
{
	return kmem_cache_alloc(node_cache, GFP_ATOMIC | GFP_ZERO);
}

bool page_tree_refill(void)
{
	struct page_tree_node *node = kmem_cache_alloc(node_cache, GFP_KERNEL);

	if (node)
		kmem_cache_free(node_cache, node);
	return node;
}

static bool index_fits(const struct page_tree *tree, unsigned long index)
{
	unsigned int shift = tree->height * PAGE_TREE_BITS;

	return shift >= BITS_PER_LONG || !(index >> shift);
}

/* Add levels on top until index fits. A tree that is higher than it has to be is a good tree. */
static int grow(struct page_tree *tree, unsigned long index)
{
	struct page_tree_node *node;

	while (!tree->root || !index_fits(tree, index)) {
		node = node_alloc();
		if (!node)
			return -ENOMEM;
		if (tree->root) {
			node->slots[0] = tree->root;
			node->present = 1;
			node->dirty = tree->root->dirty != 0;
			tree->height++;
		} else {
			do
				tree->height++;
			while (!index_fits(tree, index));
		}
		tree->root = node;
	}
	return 0;
}

/*
 * The nodes on the way to index, path[0] the lowest; with make, what is missing is made. How
 * many there are.
 */
static unsigned int walk(struct page_tree *tree, unsigned long index, struct page_tree_node **path, bool make)
{
	unsigned int level = tree->height;
	struct page_tree_node *node = tree->root;

	while (level) {
		unsigned int slot;

		path[--level] = node;
		if (!level)
			break;
		slot = index >> level * PAGE_TREE_BITS & SLOT_MASK;
		if (!node->slots[slot]) {
			if (!make || !(node->slots[slot] = node_alloc()))
				break;
			node->present |= 1ul << slot;
		}
		node = node->slots[slot];
	}
	return tree->height - level;
}

/* Free nodes that are empty, from path[level] upwards. */
static void prune(struct page_tree *tree, unsigned long index, struct page_tree_node **path, unsigned int level)
{
	for (; level < tree->height && !path[level]->present; level++) {
		unsigned int slot = index >> (level + 1) * PAGE_TREE_BITS & SLOT_MASK;

		kmem_cache_free(node_cache, path[level]);
		if (level + 1 == tree->height) {
			tree->root = NULL;
			tree->height = 0;
			return;
		}
		path[level + 1]->slots[slot] = NULL;
		path[level + 1]->present &= ~(1ul << slot);
		path[level + 1]->dirty &= ~(1ul << slot);
	}
}

int page_tree_insert(struct page_tree *tree, unsigned long index, struct page *page)
{
	struct page_tree_node *path[MAX_HEIGHT];
	unsigned int slot = index & SLOT_MASK, found;

	/* Small files, and the next page of any file, need no new node. */
	if (unlikely(!tree->root || !index_fits(tree, index)) && grow(tree, index))
		return -ENOMEM;
	found = walk(tree, index, path, true);
	if (unlikely(found < tree->height)) {
		prune(tree, index, path, tree->height - found);
		return -ENOMEM;
	}
	path[0]->slots[slot] = page;
	path[0]->present |= 1ul << slot;
	return 0;
}

void page_tree_remove(struct page_tree *tree, unsigned long index)
{
	struct page_tree_node *path[MAX_HEIGHT];
	unsigned int slot = index & SLOT_MASK;

	BUG_ON(walk(tree, index, path, false) != tree->height);
	if (path[0]->dirty >> slot & 1)
		page_tree_set_dirty(tree, index, false);
	path[0]->slots[slot] = NULL;
	path[0]->present &= ~(1ul << slot);
	prune(tree, index, path, 0);
}

void page_tree_set_dirty(struct page_tree *tree, unsigned long index, bool dirty)
{
	struct page_tree_node *path[MAX_HEIGHT];

	BUG_ON(walk(tree, index, path, false) != tree->height);
	for (unsigned int level = 0; level < tree->height; level++) {
		unsigned long bit = 1ul << (index >> level * PAGE_TREE_BITS & SLOT_MASK);

		if (dirty) {
			if (path[level]->dirty & bit)
				break;
			path[level]->dirty |= bit;
		} else {
			path[level]->dirty &= ~bit;
			if (path[level]->dirty)
				break;
		}
	}
}

struct page *page_tree_next(const struct page_tree *tree, unsigned long *index, bool dirty)
{
	unsigned long idx = *index;

	while (tree->root && index_fits(tree, idx)) {
		const struct page_tree_node *node = tree->root;
		unsigned int shift = tree->height * PAGE_TREE_BITS;

		for (;;) {
			unsigned int slot;
			unsigned long bits;

			shift -= PAGE_TREE_BITS;
			slot = idx >> shift & SLOT_MASK;
			bits = (dirty ? node->dirty : node->present) & ~0ul << slot;
			if (!bits)
				break;
			if (lowest_bit(bits) != slot) { /* then from the beginning of that slot */
				idx = (idx >> shift >> PAGE_TREE_BITS << PAGE_TREE_BITS | lowest_bit(bits)) << shift;
				slot = lowest_bit(bits);
			}
			if (!shift) {
				*index = idx;
				return node->slots[slot];
			}
			node = node->slots[slot];
		}
		/* Nothing in the rest of this node: go on behind it. */
		shift += PAGE_TREE_BITS;
		if (shift >= BITS_PER_LONG)
			return NULL;
		idx = ((idx >> shift) + 1) << shift;
		if (!idx)
			return NULL;
	}
	return NULL;
}
