/*
 * Radix trees: from an integer to a pointer, 64 ways a node.
 * The tree is as high as its largest index needs, and a node that holds nothing is freed, so a
 * tree without items owns no memory. Callers lock; look-ups may run beside each other.
 *
 * Insertion makes every node it needs before it links one into the tree: it either happens whole,
 * or leaves the tree as it was and returns -ENOMEM.
 */
#ifndef KERNEL_RADIX_H
#define KERNEL_RADIX_H

#include <kernel/compiler.h>
#include <kernel/types.h>

#define RADIX_SHIFT 6
#define RADIX_SLOTS (1u << RADIX_SHIFT)

struct radix_node;

struct radix_root {
	struct radix_node *node; /* NULL: empty */
	unsigned int height;	 /* levels of nodes; 0 when empty */
};

#define RADIX_INIT ((struct radix_root){ NULL, 0 })

/* Once at boot, after the slab allocator. */
void radix_init(void);

/* Memory for nodes, full of zeroes. The kernel's are in radix_node.c, a host test brings its own. */
struct radix_node *__must_check radix_node_alloc(gfp_t gfp);
void radix_node_free(struct radix_node *node);
size_t radix_node_size(void);

/*
 * 0, -EEXIST when the place is taken, -ENOMEM. item is not NULL. Under a spinlock gfp must be
 * GFP_ATOMIC.
 */
int __must_check radix_tree_insert(struct radix_root *root, unsigned long index, void *item, gfp_t gfp);
/* The item, or NULL. */
void *radix_tree_lookup(const struct radix_root *root, unsigned long index);
/* Take the item out and return it; NULL when there was none. */
void *radix_tree_delete(struct radix_root *root, unsigned long index);
/* Put item where there is one already, return what was there; NULL (and no change) when there was none. */
void *radix_tree_replace(struct radix_root *root, unsigned long index, void *item);

/* Up to max items with index >= first, in order; indices[] may be NULL. How many were found. */
unsigned int radix_tree_gang_lookup(const struct radix_root *root, void **items, unsigned long *indices,
				    unsigned long first, unsigned int max);

static inline bool radix_tree_empty(const struct radix_root *root)
{
	return !root->node;
}

#endif
