/*
 * Radix trees. Six bits of the index choose a slot in each level, the topmost ones first; the lowest
 * level holds the items. The tree grows at the top: a new root has the old one in slot 0, since all
 * indices so far have zeroes there. It shrinks the same way.
 */
#include <abi/errno.h>
#include <kernel/bitmap.h>
#include <kernel/radix.h>

#define RADIX_MASK	 (RADIX_SLOTS - 1)
#define RADIX_MAX_HEIGHT ((BITS_PER_LONG + RADIX_SHIFT - 1) / RADIX_SHIFT)

struct radix_node {
	unsigned int count;	  /* slots in use */
	void *slots[RADIX_SLOTS]; /* items in the lowest level, nodes above */
};

size_t radix_node_size(void)
{
	return sizeof(struct radix_node);
}

/* Levels that a tree needs for index. */
static unsigned int height_for(unsigned long index)
{
	return (index ? highest_bit(index) : 0) / RADIX_SHIFT + 1;
}

static inline unsigned int slot_of(unsigned long index, unsigned int shift)
{
	return index >> shift & RADIX_MASK;
}

/* How many nodes an insertion at index will add. */
static unsigned int nodes_missing(const struct radix_root *root, unsigned long index)
{
	const struct radix_node *node = root->node;
	unsigned int level, height = height_for(index);

	if (!node)
		return height;
	if (height > root->height)
		return height - root->height + height - 1; /* new roots, and all below the topmost */
	for (level = root->height - 1; level > 0; level--) {
		node = node->slots[slot_of(index, level * RADIX_SHIFT)];
		if (!node)
			return level;
	}
	return 0;
}

static struct radix_node *take(struct radix_node **pool)
{
	struct radix_node *node = *pool;

	*pool = node->slots[0];
	node->slots[0] = NULL;
	return node;
}

/* All or none; linked through slot 0. */
static int fill_pool(struct radix_node **pool, unsigned int nr, gfp_t gfp)
{
	*pool = NULL;
	while (nr--) {
		struct radix_node *node = radix_node_alloc(gfp);

		if (!node)
			goto nomem;
		node->slots[0] = *pool;
		*pool = node;
	}
	return 0;
nomem:
	while (*pool)
		radix_node_free(take(pool));
	return -ENOMEM;
}

int radix_tree_insert(struct radix_root *root, unsigned long index, void *item, gfp_t gfp)
{
	unsigned int level, height = height_for(index);
	struct radix_node *pool, *node;
	void **slot;

	if (radix_tree_lookup(root, index))
		return -EEXIST;
	if (fill_pool(&pool, nodes_missing(root, index), gfp))
		return -ENOMEM;

	if (!root->node) {
		root->node = take(&pool);
		root->height = height;
	}
	while (root->height < height) {
		node = take(&pool);
		node->slots[0] = root->node;
		node->count = 1;
		root->node = node;
		root->height++;
	}
	node = root->node;
	for (level = root->height - 1; level > 0; level--) {
		slot = &node->slots[slot_of(index, level * RADIX_SHIFT)];
		if (!*slot) {
			*slot = take(&pool);
			node->count++;
		}
		node = *slot;
	}
	node->slots[slot_of(index, 0)] = item;
	node->count++;
	return 0;
}

/* Where the item of index is, or would be; NULL if there is no node for it. */
static void **find_slot(const struct radix_root *root, unsigned long index)
{
	struct radix_node *node = root->node;
	unsigned int shift;

	if (!node || height_for(index) > root->height)
		return NULL;
	for (shift = (root->height - 1) * RADIX_SHIFT; shift; shift -= RADIX_SHIFT) {
		node = node->slots[slot_of(index, shift)];
		if (!node)
			return NULL;
	}
	return &node->slots[slot_of(index, 0)];
}

void *radix_tree_lookup(const struct radix_root *root, unsigned long index)
{
	void **slot = find_slot(root, index);

	return slot ? *slot : NULL;
}

void *radix_tree_replace(struct radix_root *root, unsigned long index, void *item)
{
	void **slot = find_slot(root, index);
	void *old = slot ? *slot : NULL;

	if (old)
		*slot = item;
	return old;
}

/* Roots that have only slot 0 are one level too many. */
static void shrink(struct radix_root *root)
{
	struct radix_node *node = root->node;

	while (root->height > 1 && node->count == 1 && node->slots[0]) {
		root->node = node->slots[0];
		root->height--;
		radix_node_free(node);
		node = root->node;
	}
}

void *radix_tree_delete(struct radix_root *root, unsigned long index)
{
	struct radix_node *path[RADIX_MAX_HEIGHT]; /* by level */
	void *item = radix_tree_lookup(root, index);
	unsigned int level;

	if (!item)
		return NULL;
	path[root->height - 1] = root->node;
	for (level = root->height - 1; level > 0; level--)
		path[level - 1] = path[level]->slots[slot_of(index, level * RADIX_SHIFT)];

	for (level = 0; level < root->height; level++) {
		path[level]->slots[slot_of(index, level * RADIX_SHIFT)] = NULL;
		if (--path[level]->count) {
			shrink(root);
			return item;
		}
		radix_node_free(path[level]);
	}
	*root = RADIX_INIT;
	return item;
}

/* The first item at or after *index, which becomes its; NULL: none. */
static void *find_from(const struct radix_root *root, unsigned long *index)
{
	const struct radix_node *node;
	unsigned int shift, slot;
	unsigned long i = *index;

restart:
	if (!root->node || height_for(i) > root->height)
		return NULL;
	node = root->node;
	for (shift = (root->height - 1) * RADIX_SHIFT;; shift -= RADIX_SHIFT) {
		slot = slot_of(i, shift);
		if (!node->slots[slot]) {
			while (slot < RADIX_SLOTS && !node->slots[slot])
				slot++;
			/* i: the first index below that slot, or the first after this node. */
			i = ((i >> shift >> RADIX_SHIFT << RADIX_SHIFT) + slot) << shift;
			if (!i)
				return NULL; /* beyond the last index there is */
			if (slot == RADIX_SLOTS)
				goto restart;
		}
		if (!shift)
			break;
		node = node->slots[slot];
	}
	*index = i;
	return node->slots[slot];
}

unsigned int radix_tree_gang_lookup(const struct radix_root *root, void **items, unsigned long *indices,
				    unsigned long first, unsigned int max)
{
	unsigned int n = 0;

	while (n < max && (items[n] = find_from(root, &first))) {
		if (indices)
			indices[n] = first;
		n++;
		if (!++first)
			break;
	}
	return n;
}
