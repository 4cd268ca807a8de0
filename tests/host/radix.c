/*
 * Radix trees against a plain table; an insertion that runs out of memory changes nothing.
 * sources: kernel/lib/radix.c
 */
#include "host.h"
#include <abi/errno.h>
#include <kernel/radix.h>

#define KEYS 64

static struct radix_root tree;

/* The node's size is the library's secret: what it may be at most. */
struct radix_node *radix_node_alloc(gfp_t gfp)
{
	return host_calloc(RADIX_SLOTS * sizeof(void *) + 64);
}

void radix_node_free(struct radix_node *node)
{
	host_free(node);
}

static unsigned long key(int i)
{
	/* near and far, small and up to the largest */
	return i < 16 ? (unsigned long)i * 63 : i < 40 ? 1ul << i
						       : ~0ul >> (i - 40);
}

HOST_TEST(radix_agrees_with_a_plain_table)
{
	static char in[KEYS], item[KEYS];

	for (int round = 0; round < 3000; round++) {
		int i = host_random() % KEYS;

		if (host_random() & 1) {
			CHECK(radix_tree_insert(&tree, key(i), &item[i], 0) == (in[i] ? -EEXIST : 0));
			in[i] = 1;
		} else {
			CHECK(radix_tree_delete(&tree, key(i)) == (in[i] ? &item[i] : NULL));
			in[i] = 0;
		}
		for (int k = 0; k < KEYS; k++)
			CHECK(radix_tree_lookup(&tree, key(k)) == (in[k] ? &item[k] : NULL));
	}
	for (int k = 0; k < KEYS; k++)
		radix_tree_delete(&tree, key(k));
	CHECK(radix_tree_empty(&tree));
	CHECK(host_allocated() == 0);
}

HOST_TEST(radix_gang_lookup_is_in_order)
{
	static char item[500];
	void *found[7];
	unsigned long indices[7], at = 0;
	int seen = 0;
	unsigned int n;

	for (int i = 0; i < 500; i++)
		CHECK(!radix_tree_insert(&tree, (unsigned long)i * i, &item[i], 0));
	while ((n = radix_tree_gang_lookup(&tree, found, indices, at, 7))) {
		for (unsigned int i = 0; i < n; i++, seen++)
			CHECK(found[i] == &item[seen] && indices[i] == (unsigned long)seen * seen);
		at = indices[n - 1] + 1;
	}
	CHECK(seen == 500);
	for (int i = 0; i < 500; i++)
		radix_tree_delete(&tree, (unsigned long)i * i);
	CHECK(host_allocated() == 0);
}

HOST_TEST(radix_replace_only_what_is_there)
{
	char a, b;

	CHECK(radix_tree_replace(&tree, 5, &b) == NULL && radix_tree_lookup(&tree, 5) == NULL);
	CHECK(!radix_tree_insert(&tree, 5, &a, 0));
	CHECK(radix_tree_replace(&tree, 5, &b) == &a && radix_tree_lookup(&tree, 5) == &b);
	CHECK(radix_tree_delete(&tree, 5) == &b);
}

HOST_TEST(radix_insert_without_memory_changes_nothing)
{
	char a, b;
	int fails = 0;

	for (int near = 0; near < 2; near++) {
		long before;

		if (near)
			CHECK(!radix_tree_insert(&tree, 3, &a, 0));
		before = host_allocated();
		for (long n = 0;; n++) {
			int err;

			host_fail_after(n);
			err = radix_tree_insert(&tree, ~0ul - 7, &b, 0);
			host_fail_after(-1);
			if (!err)
				break;
			fails++;
			CHECK(err == -ENOMEM);
			CHECK(host_allocated() == before);
			CHECK(radix_tree_lookup(&tree, ~0ul - 7) == NULL);
			CHECK(!near || radix_tree_lookup(&tree, 3) == &a);
		}
		CHECK(radix_tree_delete(&tree, ~0ul - 7) == &b);
		radix_tree_delete(&tree, 3);
	}
	CHECK(fails > 2);
	CHECK(host_allocated() == 0);
}
