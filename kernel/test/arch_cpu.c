/* The port contract: interrupts, clock, current and its CPU, page operations, backtraces. */
#include <arch/boot.h>
#include <arch/irq.h>
#include <arch/timer.h>
#include <arch/trap.h>
#include <kernel/atomic.h>
#include <kernel/cpu.h>
#include <kernel/page_alloc.h>
#include <kernel/string.h>
#include <kernel/task.h>

#include "internal.h"

static void test_irq_flags(void)
{
	unsigned long outer, inner;

	EXPECT(!irqs_disabled());
	outer = local_irq_save();
	EXPECT(irqs_disabled());
	inner = local_irq_save();
	local_irq_restore(inner);
	EXPECT(irqs_disabled());
	local_irq_restore(outer);
	EXPECT(!irqs_disabled());
	local_irq_disable();
	EXPECT(irqs_disabled());
	local_irq_enable();
	EXPECT(!irqs_disabled());
}

static u64 latest; /* the latest time that anyone has seen */

/* No CPU reads a time before one that another has read already. */
static int clock_watcher(void *unused)
{
	for (unsigned int i = 0; i < 20000; i++) {
		u64 seen = __atomic_load_n(&latest, __ATOMIC_SEQ_CST), now = clock_ns();

		if (now < seen)
			EXPECT(!"time goes back");
		while (seen < now && !__atomic_compare_exchange_n(&latest, &seen, now, false,
								  __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
			;
	}
	return 0;
}

static void test_clock(void)
{
	u64 start = clock_ns();

	run_threads(nr_cpus, clock_watcher, NULL);
	EXPECT(clock_ns() > start && latest > start);
}

static int check_current(void *unused)
{
	for (unsigned int i = 0; i < 100; i++) {
		struct cpu *cpu = this_cpu();

		EXPECT(cpu >= cpus && cpu < cpus + nr_cpus && cpu->id == cpu - cpus);
		EXPECT(cpu->curr == current && cpu->online && cpu->idle != current);
		EXPECT((char *)&cpu > (char *)current->stack &&
		       (char *)&cpu < (char *)current->stack + KSTACK_SIZE);
		yield();
	}
	return 0;
}

static void test_current(void)
{
	run_threads(nr_cpus * 2, check_current, NULL);
}

static void test_page_operations(void)
{
	struct page *a = alloc_page(GFP_KERNEL), *b = alloc_page(GFP_KERNEL);
	unsigned long *from = page_address(a), *to = page_address(b);
	size_t words = PAGE_SIZE / sizeof(long);

	for (size_t i = 0; i < words; i++) {
		from[i] = i * 0x9e3779b9ul;
		to[i] = ~0ul;
	}
	copy_page(to, from);
	EXPECT(!memcmp(to, from, PAGE_SIZE));
	clear_page(to);
	for (size_t i = 0; i < words; i++) {
		if (to[i])
			EXPECT(!"cleared");
	}
	EXPECT(from[words - 1] == (words - 1) * 0x9e3779b9ul);
	EXPECT(virt_to_page(from) == a && phys_to_virt(page_to_phys(a)) == from);
	put_page(a);
	put_page(b);
}

static void __noinline innermost(unsigned long *pcs, unsigned int *n)
{
	*n = arch_backtrace(arch_frame_pointer(), pcs, 8);
	barrier();
}

static void test_backtrace(void)
{
	unsigned long pcs[8];
	unsigned int n;

	innermost(pcs, &n);
	EXPECT(n >= 2);
	for (unsigned int i = 0; i < n; i++)
		EXPECT(pcs[i] >= (unsigned long)__text_start && pcs[i] < (unsigned long)__text_end);
}

const struct ktest arch_cpu_tests[] = {
	{ "contract: interrupts off and on, nested", test_irq_flags },
	{ "contract: the clock never goes back, on no CPU", test_clock },
	{ "contract: current and its CPU", test_current },
	{ "contract: clear_page, copy_page, the direct map", test_page_operations },
	{ "contract: backtrace", test_backtrace },
	{ NULL, NULL },
};
