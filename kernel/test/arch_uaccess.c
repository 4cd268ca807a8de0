/*
 * The port contract: user copies that fault. The tests run in a kernel thread, which has no user memory at
 * all: every access must end with an error, and say how much was not copied.
 */
#include <arch/irq.h>
#include <kernel/string.h>
#include <kernel/uaccess.h>

#include "internal.h"

static char buf[64];

static void test_copy_faults(void)
{
	static const unsigned long addresses[] = { 0, 1, PAGE_SIZE - 3, 0x10000, TASK_SIZE - 64 };

	for (unsigned int i = 0; i < ARRAY_SIZE(addresses); i++) {
		char __user *p = (char __user *)addresses[i];

		for (size_t n = 1; n <= 64; n += n < 20 ? 1 : 11) {
			EXPECT(copy_from_user(buf, p, n) == n);
			EXPECT(copy_to_user(p, buf, n) == n);
			EXPECT(clear_user(p, n) == n);
		}
		EXPECT(copy_from_user(buf, p, 0) == 0);
		EXPECT(strncpy_from_user(buf, p, sizeof(buf)) == -EFAULT);
		EXPECT(copy_from_user_nofault(buf, p, 8) == 8 && current->pagefault_disabled == 0);
	}
	EXPECT(!irqs_disabled());
}

static void test_kernel_addresses(void)
{
	char __user *kernel = (char __user *)buf;
	char __user *last = (char __user *)(TASK_SIZE - 4);

	EXPECT(!access_ok(kernel, 1) && !access_ok(last, 8) && !access_ok(NULL, ~0ul));
	EXPECT(access_ok(last, 4) && !access_ok((char __user *)~0ul, 2));
	EXPECT(copy_from_user(buf + 32, kernel, 8) == 8);
	EXPECT(copy_to_user(kernel, buf + 32, 8) == 8);
	EXPECT(clear_user(kernel, 8) == 8);
	EXPECT(strncpy_from_user(buf + 32, kernel, 8) == -EFAULT);
}

static void test_scalars(void)
{
	int __user *p = (int __user *)PAGE_SIZE;
	u32 old;
	int x = 7;

	EXPECT(get_user(x, p) == -EFAULT);
	EXPECT(put_user(5, p) == -EFAULT);
	EXPECT(raw_cmpxchg_user((u32 *)PAGE_SIZE, 0, 1, &old) == -EFAULT);
}

/* The raw copy works on any memory: all alignments and lengths, nothing beyond. */
static void test_raw_copy(void)
{
	static unsigned char from[160], to[160];

	for (unsigned int i = 0; i < sizeof(from); i++)
		from[i] = (unsigned char)(i + 1);
	for (unsigned int s = 0; s < 9; s++) {
		for (unsigned int d = 0; d < 9; d++) {
			for (size_t n = 0; n < 140; n += 1 + n / 16) {
				memset(to, 0, sizeof(to));
				EXPECT(raw_copy_user(to + d, from + s, n) == 0);
				EXPECT(!memcmp(to + d, from + s, n) && to[d + n] == 0);
				EXPECT(d == 0 || to[d - 1] == 0);
				memset(to, 0xff, sizeof(to));
				EXPECT(raw_clear_user(to + d, n) == 0);
				EXPECT(to[d + n] == 0xff && (!n || (!to[d] && !to[d + n - 1])));
			}
		}
	}
}

const struct ktest arch_uaccess_tests[] = {
	{ "contract: user copies end at a fault", test_copy_faults },
	{ "contract: user copies refuse kernel addresses", test_kernel_addresses },
	{ "contract: user scalars that fault", test_scalars },
	{ "contract: user copies of every alignment and length", test_raw_copy },
	{ NULL, NULL },
};
