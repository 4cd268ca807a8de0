/*
 * Red-black trees. The nodes sit inside the objects and the tree knows no keys: whoever inserts walks
 * down from the root, links the node where the walk fell off (rb_link_node) and lets the tree
 * balance itself (rb_insert_color).
 */
#ifndef KERNEL_RBTREE_H
#define KERNEL_RBTREE_H

#include <kernel/compiler.h>
#include <kernel/types.h>

struct rb_node {
	unsigned long rb_parent_color; /* address of the parent; bit 0 set: black */
	struct rb_node *rb_left, *rb_right;
};

struct rb_root {
	struct rb_node *rb_node;
};

#define RB_ROOT			    ((struct rb_root){ NULL })
#define rb_entry(ptr, type, member) container_of(ptr, type, member)
#define rb_entry_safe(ptr, type, member)                \
	({                                              \
		__typeof__(ptr) _p = (ptr);             \
		_p ? rb_entry(_p, type, member) : NULL; \
	})

static inline struct rb_node *rb_parent(const struct rb_node *node)
{
	return (struct rb_node *)(node->rb_parent_color & ~1ul);
}

static inline bool RB_EMPTY_ROOT(const struct rb_root *root)
{
	return !root->rb_node;
}

/* node becomes a red leaf: *link is the empty place below parent (or the root's). */
static inline void rb_link_node(struct rb_node *node, struct rb_node *parent, struct rb_node **link)
{
	node->rb_parent_color = (unsigned long)parent;
	node->rb_left = NULL;
	node->rb_right = NULL;
	*link = node;
}

void rb_insert_color(struct rb_node *node, struct rb_root *root);
void rb_erase(struct rb_node *node, struct rb_root *root);
/* fresh takes old's place: same key order, no balancing. */
void rb_replace_node(struct rb_node *old, struct rb_node *fresh, struct rb_root *root);

/* In key order; NULL at the end. */
struct rb_node *rb_first(const struct rb_root *root);
struct rb_node *rb_last(const struct rb_root *root);
struct rb_node *rb_next(const struct rb_node *node);
struct rb_node *rb_prev(const struct rb_node *node);

#endif
