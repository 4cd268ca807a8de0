/*
 * Red-black trees. What keeps them low:
 *
 *   1  the root is black (and so is every NULL);
 *   2  a red node has no red child;
 *   3  every way from the root down to a NULL passes equally many black nodes.
 *
 * So the longest way is at most twice the shortest. An insertion adds a red leaf, which can break only
 * rule 2, between it and its parent; a deletion may take a black node out, which breaks rule 3 for all
 * that is below. Both repair one place and, at worst, move the trouble one step towards the root.
 *
 * The two sides of a tree mirror each other, so repairs are written once, for a side: child(node, 0)
 * is the left one, child(node, 1) the right one.
 */
#include <kernel/rbtree.h>

#define BLACK 1ul

static inline bool is_red(const struct rb_node *node)
{
	return node && !(node->rb_parent_color & BLACK);
}

static inline void set_black(struct rb_node *node)
{
	node->rb_parent_color |= BLACK;
}

static inline void set_red(struct rb_node *node)
{
	node->rb_parent_color &= ~BLACK;
}

static inline void set_parent(struct rb_node *node, struct rb_node *parent)
{
	node->rb_parent_color = (unsigned long)parent | (node->rb_parent_color & BLACK);
}

static inline struct rb_node **child(struct rb_node *node, int side)
{
	return side ? &node->rb_right : &node->rb_left;
}

static inline int side_of(const struct rb_node *node, const struct rb_node *parent)
{
	return parent->rb_right == node;
}

/* Whoever points at old from above shall point at fresh. */
static inline void replace_child(struct rb_node *parent, struct rb_node *old, struct rb_node *fresh,
				 struct rb_root *root)
{
	if (!parent)
		root->rb_node = fresh;
	else
		*child(parent, side_of(old, parent)) = fresh;
}

/* node's child on the other side takes its place; node becomes that child's child on this side. */
static void rotate(struct rb_node *node, int side, struct rb_root *root)
{
	struct rb_node *up = *child(node, !side), *parent = rb_parent(node);
	struct rb_node *middle = *child(up, side);

	*child(node, !side) = middle;
	if (middle)
		set_parent(middle, node);
	replace_child(parent, node, up, root);
	set_parent(up, parent);
	*child(up, side) = node;
	set_parent(node, up);
}

void rb_insert_color(struct rb_node *node, struct rb_root *root)
{
	struct rb_node *parent;

	while ((parent = rb_parent(node)) && is_red(parent)) {
		struct rb_node *grand = rb_parent(parent); /* exists and is black: parent is red */
		int side = side_of(parent, grand);
		struct rb_node *uncle = *child(grand, !side);

		if (is_red(uncle)) {
			/* Push the black down from grand; it may now clash with its own parent. */
			set_black(parent);
			set_black(uncle);
			set_red(grand);
			node = grand;
			continue;
		}
		if (side_of(node, parent) != side) {
			rotate(parent, side, root); /* bring node to the outside */
			parent = node;
		}
		set_black(parent);
		set_red(grand);
		rotate(grand, !side, root);
		break;
	}
	set_black(root->rb_node);
}

/* The ways through node (maybe NULL), a child of parent, have one black too few. */
static void repair_missing_black(struct rb_node *node, struct rb_node *parent, struct rb_root *root)
{
	while (parent && !is_red(node)) {
		int side = node ? side_of(node, parent) : !parent->rb_left ? 0
									   : 1;
		struct rb_node *sibling = *child(parent, !side); /* exists: its side has a black more */

		if (is_red(sibling)) {
			set_black(sibling);
			set_red(parent);
			rotate(parent, side, root);
			sibling = *child(parent, !side);
		}
		if (!is_red(sibling->rb_left) && !is_red(sibling->rb_right)) {
			set_red(sibling); /* now all of parent lacks one */
			node = parent;
			parent = rb_parent(node);
			continue;
		}
		if (!is_red(*child(sibling, !side))) {
			set_black(*child(sibling, side));
			set_red(sibling);
			rotate(sibling, !side, root);
			sibling = *child(parent, !side);
		}
		if (is_red(parent))
			set_red(sibling);
		else
			set_black(sibling);
		set_black(parent);
		set_black(*child(sibling, !side));
		rotate(parent, side, root);
		return;
	}
	if (node)
		set_black(node);
}

void rb_erase(struct rb_node *node, struct rb_root *root)
{
	struct rb_node *parent = rb_parent(node), *below;
	bool black;

	if (node->rb_left && node->rb_right) {
		/* The next in order has no left child: it leaves its place and takes node's. */
		struct rb_node *next = node->rb_right;

		while (next->rb_left)
			next = next->rb_left;
		below = next->rb_right;
		black = !is_red(next);
		if (rb_parent(next) == node) {
			parent = next;
		} else {
			parent = rb_parent(next);
			parent->rb_left = below;
			if (below)
				set_parent(below, parent);
			next->rb_right = node->rb_right;
			set_parent(next->rb_right, next);
		}
		next->rb_left = node->rb_left;
		set_parent(next->rb_left, next);
		replace_child(rb_parent(node), node, next, root);
		next->rb_parent_color = node->rb_parent_color;
	} else {
		below = node->rb_left ? node->rb_left : node->rb_right;
		black = !is_red(node);
		replace_child(parent, node, below, root);
		if (below)
			set_parent(below, parent);
	}
	if (black)
		repair_missing_black(below, parent, root);
}

void rb_replace_node(struct rb_node *old, struct rb_node *fresh, struct rb_root *root)
{
	replace_child(rb_parent(old), old, fresh, root);
	*fresh = *old;
	if (fresh->rb_left)
		set_parent(fresh->rb_left, fresh);
	if (fresh->rb_right)
		set_parent(fresh->rb_right, fresh);
}

static struct rb_node *outermost(struct rb_node *node, int side)
{
	while (node && *child(node, side))
		node = *child(node, side);
	return node;
}

/* The neighbour in key order: down on that side, else up until we come from the other one. */
static struct rb_node *step(struct rb_node *node, int side)
{
	struct rb_node *parent;

	if (*child(node, side))
		return outermost(*child(node, side), !side);
	while ((parent = rb_parent(node)) && side_of(node, parent) == side)
		node = parent;
	return parent;
}

struct rb_node *rb_first(const struct rb_root *root)
{
	return outermost(root->rb_node, 0);
}

struct rb_node *rb_last(const struct rb_root *root)
{
	return outermost(root->rb_node, 1);
}

struct rb_node *rb_next(const struct rb_node *node)
{
	return step((struct rb_node *)node, 1);
}

struct rb_node *rb_prev(const struct rb_node *node)
{
	return step((struct rb_node *)node, 0);
}
