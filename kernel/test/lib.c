/* Lists, trees, bitmaps, strings, formatting, atomics: as compiled for this machine. */
#include <kernel/atomic.h>
#include <kernel/bitmap.h>
#include <kernel/div.h>
#include <kernel/fault_inject.h>
#include <kernel/list.h>
#include <kernel/printk.h>
#include <kernel/rbtree.h>
#include <kernel/string.h>

#include "internal.h"

struct item {
	struct list_head link;
	struct rb_node node;
	unsigned int key;
	bool in;
};

static struct item items[64];

static void test_list(void)
{
	LIST_HEAD(a);
	LIST_HEAD(b);
	struct item *item, *next;
	unsigned int n = 0;

	for (unsigned int i = 0; i < 10; i++) {
		items[i].key = i;
		list_add_tail(&items[i].link, i < 5 ? &a : &b);
	}
	list_splice_init(&b, a.prev);
	EXPECT(list_empty(&b));
	list_for_each_entry(item, &a, link)
		EXPECT(item->key == n++);
	EXPECT(n == 10);
	list_for_each_entry_reverse(item, &a, link)
		EXPECT(item->key == --n);
	list_for_each_entry_safe(item, next, &a, link) {
		if (item->key % 2)
			list_move_tail(&item->link, &b);
	}
	list_for_each_entry(item, &b, link)
		EXPECT(item->key == 2 * n++ + 1);
	EXPECT(n == 5 && list_is_last(&items[9].link, &b));
	list_del_init(&items[0].link);
	EXPECT(list_empty(&items[0].link) && list_first_entry(&a, struct item, link) == &items[2]);
}

static void tree_insert(struct rb_root *root, struct item *item)
{
	struct rb_node **link = &root->rb_node, *parent = NULL;

	while (*link) {
		parent = *link;
		link = item->key < rb_entry(parent, struct item, node)->key ? &parent->rb_left : &parent->rb_right;
	}
	rb_link_node(&item->node, parent, link);
	rb_insert_color(&item->node, root);
}

/* In order, complete, and no way down longer than twice log2(64 + 1). */
static void check_tree(const struct rb_root *root, unsigned int nr)
{
	unsigned int n = 0, last = 0;

	for (struct rb_node *node = rb_first(root); node; node = rb_next(node)) {
		struct item *item = rb_entry(node, struct item, node);
		unsigned int depth = 0;

		EXPECT(item->in && (!n || item->key > last));
		last = item->key;
		n++;
		for (struct rb_node *up = node; up; up = rb_parent(up))
			depth++;
		EXPECT(depth <= 13);
	}
	EXPECT(n == nr);
}

static void test_rbtree(void)
{
	struct rb_root root = RB_ROOT;
	unsigned int nr = 0;
	u32 seed = 1;

	for (unsigned int i = 0; i < ARRAY_SIZE(items); i++)
		items[i] = (struct item){ .key = i };
	for (unsigned int round = 0; round < 2000; round++) {
		struct item *item = &items[test_random(&seed) % ARRAY_SIZE(items)];

		if (item->in)
			rb_erase(&item->node, &root);
		else
			tree_insert(&root, item);
		item->in = !item->in;
		nr += item->in ? 1 : -1;
		if (round % 16 == 0)
			check_tree(&root, nr);
	}
}

static void test_bitmap(void)
{
	unsigned long map[BITS_TO_LONGS(200)] = { 0 };

	EXPECT(find_next_bit(map, 200, 0) == 200 && find_next_zero_bit(map, 200, 199) == 199);
	__set_bit(0, map);
	__set_bit(64, map);
	__set_bit(199, map);
	EXPECT(find_next_bit(map, 200, 1) == 64 && find_next_bit(map, 200, 65) == 199);
	EXPECT(find_next_bit(map, 199, 65) == 199 && bitmap_weight(map, 200) == 3);
	__clear_bit(64, map);
	EXPECT(!test_bit(64, map) && test_bit(199, map));
	for (unsigned int i = 0; i < 200; i++)
		__set_bit(i, map);
	EXPECT(find_next_zero_bit(map, 200, 0) == 200);
	EXPECT(lowest_bit(0x50) == 4 && highest_bit(0x50) == 6 && highest_bit(~0ul) == BITS_PER_LONG - 1);
}

static void test_memory_functions(void)
{
	static unsigned char a[256], b[256];

	for (unsigned int to = 0; to < 24; to++) {
		for (unsigned int from = 0; from < 24; from++) {
			for (unsigned int i = 0; i < sizeof(a); i++)
				a[i] = b[i] = (unsigned char)(i * 7);
			memmove(a + to, a + from, 100 + to);
			for (unsigned int i = 0; i < sizeof(a); i++) {
				bool moved = i >= to && i < 100 + 2 * to;

				if (a[i] != b[moved ? i - to + from : i])
					EXPECT(!"moved byte is right");
			}
			memset(a + to, 0x5a, 90 + from);
			EXPECT(a[to] == 0x5a && a[to + 89 + from] == 0x5a);
			EXPECT(to == 0 || a[to - 1] != 0x5a);
			memcpy(a + to, b + from, 77);
			EXPECT(!memcmp(a + to, b + from, 77));
			a[to + 76]++;
			EXPECT(memcmp(a + to, b + from, 77) != 0);
		}
	}
}

static void expect_format(const char *expected, const char *fmt, ...) __printf(2, 3);
static void expect_format(const char *expected, const char *fmt, ...)
{
	char buf[80];
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(buf, sizeof(buf), fmt, args);
	va_end(args);
	EXPECT(n == strlen(expected) && !strcmp(buf, expected));
}

static void test_printf(void)
{
	const char *volatile null = NULL; /* or the compiler knows, and warns */
	char buf[8];

	expect_format("-5 5 ff FF 0x10", "%d %u %x %X %#x", -5, 5u, 255, 255, 16);
	expect_format("   42|42   |00042|  042", "%5d|%-5d|%05d|%5.3d", 42, 42, 42, 42);
	expect_format("-9223372036854775808 18446744073709551615", "%lld %llu", -0x7fffffffffffffffll - 1,
		      ~0ull);
	expect_format("abc|  abc|ab|(null)", "%s|%5s|%.2s|%s", "abc", "abc", "abc", null);
	expect_format("x%  7 -1 255", "%c%%%*d %hhd %hhu", 'x', 3, 7, (signed char)-1, (unsigned char)255);
	EXPECT(snprintf(buf, sizeof(buf), "%s", "123456789") == 9 && !strcmp(buf, "1234567"));
	EXPECT(scnprintf(buf, sizeof(buf), "%s", "123456789") == 7);
	EXPECT(snprintf(NULL, 0, "%d", 1000) == 4);
}

static void test_division(void)
{
	u32 rest;

	u64 quotient = div_u64(0xfedcba9876543210ull, 1000000007u, &rest);

	EXPECT(rest < 1000000007u && quotient * 1000000007u + rest == 0xfedcba9876543210ull);
	EXPECT(div_u64(~0ull, 1, &rest) == ~0ull && rest == 0);
	EXPECT(div_u64(99, 100, &rest) == 0 && rest == 99);
}

static atomic_t counter;
static atomic_long_t long_counter;

static int count_up(void *unused)
{
	for (unsigned int i = 0; i < 20000; i++) {
		atomic_inc(&counter);
		atomic_long_add(3, &long_counter);
	}
	return 0;
}

static void test_atomic(void)
{
	atomic_t one = ATOMIC_INIT(1);

	atomic_set(&counter, 0);
	atomic_long_set(&long_counter, 0);
	run_threads(4, count_up, NULL);
	EXPECT(atomic_read(&counter) == 80000 && atomic_long_read(&long_counter) == 240000);
	EXPECT(atomic_inc_not_zero(&one) && atomic_read(&one) == 2);
	EXPECT(!atomic_dec_and_test(&one) && atomic_dec_and_test(&one) && !atomic_inc_not_zero(&one));
	EXPECT(atomic_cmpxchg(&one, 0, 7) == 0 && atomic_cmpxchg(&one, 0, 8) == 7 &&
	       atomic_xchg(&one, 9) == 7 && atomic_sub_return(4, &one) == 5);
}

const struct ktest lib_tests[] = {
	{ "list: order, splice, move, delete while walking", test_list },
	{ "rbtree: order and height through 2000 insertions and deletions", test_rbtree },
	{ "bitmap: search across words, at the ends", test_bitmap },
	{ "string: copies, moves and fills of every alignment", test_memory_functions },
	{ "printf: width, precision, sizes, cut-off", test_printf },
	{ "div: 64 by 32 bits", test_division },
	{ "atomic: no count is lost between CPUs", test_atomic },
	{ NULL, NULL },
};
