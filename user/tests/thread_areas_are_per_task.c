/* set_thread_area() gives out three entries, to each task its own; clone sets one, fork copies them, exec
 * clears them. */

#include "ldt.h"

#ifdef NO_LDT
NEEDS_LDT_MAIN
#else

#define GDT_SELECTOR(n) ((n) << 3 | 3)

static int words[3] = { 7, 8, 9 };
static unsigned int number;

static int thread(void *unused)
{
	CHECK_EQ(load_gs(0), 8); /* by CLONE_SETTLS, and gs is inherited */
	for (int i = 0; i < 20; i++) {
		sched_yield();
		CHECK_EQ(load_gs(0), 8);
	}
	return 0;
}

int main(void)
{
	struct user_desc desc = data_desc(~0u, &words[0], 4), back, tls;
	pid_t pid;

	CHECK_OK(set_thread_area(&desc));
	number = desc.entry_number;
	CHECK(number >= 6 && number <= 8);
	set_gs(GDT_SELECTOR(number));
	CHECK_EQ(load_gs(0), 7);
	back.entry_number = number;
	CHECK_OK(get_thread_area(&back));
	CHECK(back.base_addr == desc.base_addr && back.limit == desc.limit && back.entry_number == number);
	CHECK(back.seg_32bit && back.useable && !back.contents && !back.read_exec_only && !back.limit_in_pages &&
	      !back.seg_not_present);

	tls = data_desc(number, &words[1], 4);
	pid = (pid_t)CHECK_OK(clone(thread, new_pages(4) + 4 * PAGE_SIZE, THREAD_FLAGS | CLONE_SETTLS, NULL, NULL,
				    (void *)&tls, NULL));
	for (int i = 0; i < 20; i++) {
		sched_yield();
		CHECK_EQ(load_gs(0), 7);
	}
	wait_code(pid, 0);
	pid = fork_or_fail();
	if (pid == 0) {
		CHECK_EQ(load_gs(0), 7);
		words[0] = 70;
		CHECK_EQ(load_gs(0), 70);
		_exit(0);
	}
	wait_ok(pid);
	CHECK_EQ(load_gs(0), 7);

	desc = data_desc(5, words, 4);
	CHECK_ERR(set_thread_area(&desc), EINVAL);
	desc = data_desc(~0u, words, 4);
	CHECK_OK(set_thread_area(&desc));
	desc.entry_number = ~0u;
	CHECK_OK(set_thread_area(&desc));
	desc.entry_number = ~0u;
	CHECK_ERR(set_thread_area(&desc), ESRCH);
	tls.entry_number = 20;
	CHECK_ERR(clone(thread, new_pages(4) + 4 * PAGE_SIZE, THREAD_FLAGS | CLONE_SETTLS, NULL, NULL, (void *)&tls,
			NULL),
		  EINVAL);
	set_gs(0);
	return 0;
}

#endif
