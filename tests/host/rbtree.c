/*
 * The red-black tree under random insertions and removals: order, colours and height hold after each.
 * sources: kernel/lib/rbtree.c
 */
#include "host.h"
#include <kernel/rbtree.h>

#define ITEMS 300

struct item {
	struct rb_node node;
	int key;
	int in;
};

static struct item items[ITEMS];
static struct rb_root root;

static void insert(struct item *item)
{
	struct rb_node **link = &root.rb_node, *parent = NULL;

	while (*link) {
		parent = *link;
		link = item->key < rb_entry(parent, struct item, node)->key ? &parent->rb_left : &parent->rb_right;
	}
	rb_link_node(&item->node, parent, link);
	rb_insert_color(&item->node, &root);
	item->in = 1;
}

static int black(const struct rb_node *node)
{
	return !node || node->rb_parent_color & 1;
}

/* The number of black nodes on each way down, or a failed check. */
static int verify(struct rb_node *node, struct rb_node *parent)
{
	int left, right;

	if (!node)
		return 1;
	CHECK(rb_parent(node) == parent);
	CHECK(black(node) || (black(node->rb_left) && black(node->rb_right)));
	left = verify(node->rb_left, node);
	right = verify(node->rb_right, node);
	CHECK(left == right);
	return left + black(node);
}

static void verify_all(void)
{
	struct rb_node *node;
	int at = 0;

	CHECK(black(root.rb_node));
	verify(root.rb_node, NULL);
	node = rb_first(&root);
	for (int i = 0; i < ITEMS; i++)
		if (items[i].in) {
			CHECK(node == &items[i].node);
			node = rb_next(node);
			at++;
		}
	CHECK(!node);
	node = rb_last(&root);
	for (int i = ITEMS; i--;)
		if (items[i].in) {
			CHECK(node == &items[i].node);
			node = rb_prev(node);
		}
	CHECK(!node);
	CHECK(RB_EMPTY_ROOT(&root) == !at);
}

static void start(void)
{
	root = RB_ROOT;
	for (int i = 0; i < ITEMS; i++) {
		items[i].key = i;
		items[i].in = 0;
	}
}

HOST_TEST(rbtree_stays_balanced_under_random_work)
{
	start();
	for (int round = 0; round < 4000; round++) {
		struct item *item = &items[host_random() % ITEMS];

		if (item->in) {
			rb_erase(&item->node, &root);
			item->in = 0;
		} else {
			insert(item);
		}
		verify_all();
	}
}

HOST_TEST(rbtree_in_order_insertion_and_removal)
{
	start();
	for (int i = 0; i < ITEMS; i++)
		insert(&items[i]);
	verify_all();
	for (int i = 0; i < ITEMS; i++) {
		rb_erase(&items[i].node, &root);
		items[i].in = 0;
		verify_all();
	}
}

HOST_TEST(rbtree_replace_keeps_the_place)
{
	struct item fresh = { .key = 17 };

	start();
	for (int i = 0; i < ITEMS; i++)
		insert(&items[i]);
	rb_replace_node(&items[17].node, &fresh.node, &root);
	verify(root.rb_node, NULL);
	CHECK(rb_next(&items[16].node) == &fresh.node && rb_prev(&items[18].node) == &fresh.node);
}
