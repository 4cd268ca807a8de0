/* A lock that a task still holds when it leaves the memory is marked: by exit, by exec, and not by fork's child. */

#include "test.h"
#include <abi/futex.h>

struct lock {
	struct robust_list link;
	volatile uint32_t word;
};

static struct lock first, second, pending, foreign;
static struct robust_list_head head;

static void take_all(void)
{
	uint32_t me = (uint32_t)gettid();

	first.word = me;
	second.word = me | FUTEX_WAITERS;
	pending.word = me;
	foreign.word = me + 1;
	head.list.next = &first.link;
	first.link.next = &second.link;
	second.link.next = &foreign.link;
	foreign.link.next = &head.list;
	head.list_op_pending = &pending.link;
	head.futex_offset = offsetof(struct lock, word);
	CHECK_OK(syscall(__NR_set_robust_list, &head, sizeof(head)));
}

static void check_all(uint32_t tid)
{
	CHECK_EQ(first.word, FUTEX_OWNER_DIED);
	CHECK_EQ(second.word, FUTEX_OWNER_DIED | FUTEX_WAITERS);
	CHECK_EQ(pending.word, FUTEX_OWNER_DIED);
	CHECK_EQ(foreign.word, tid + 1);
}

static int holder(void *arg)
{
	char *words[] = { "true", NULL };
	struct robust_list_head *told = NULL;
	size_t size = 0;
	pid_t pid;

	take_all();
	CHECK_OK(syscall(__NR_get_robust_list, 0, &told, &size));
	CHECK(told == &head && size == sizeof(head));
	CHECK_ERR(syscall(__NR_get_robust_list, 0, 16, &size), EFAULT);
	CHECK_ERR(syscall(__NR_get_robust_list, 999999, &told, &size), ESRCH);
	pid = fork_or_fail(); /* has no list, whatever its memory holds */
	if (pid == 0) {
		CHECK_OK(syscall(__NR_get_robust_list, 0, &told, &size));
		_exit(told != NULL);
	}
	wait_ok(pid);
	CHECK_EQ(first.word, gettid());
	if (arg)
		execv("/bin/true", words);
	return 0;
}

/* A list that is no list ends the task as usual. */
static int holder_of_nonsense(void *arg)
{
	switch ((long)arg) {
	case 0: /* a circle */
		head.list.next = &first.link;
		first.link.next = &first.link;
		head.list_op_pending = (struct robust_list *)3;
		break;
	case 1: /* into nowhere */
		head.list.next = (struct robust_list *)16;
		head.list_op_pending = NULL;
		break;
	case 2: /* a word in the kernel */
		head.list.next = &first.link;
		head.futex_offset = ~0ul >> 1;
		break;
	case 3:
		CHECK_OK(syscall(__NR_set_robust_list, 16, sizeof(head)));
		return 0;
	case 4:
		CHECK_OK(syscall(__NR_set_robust_list, -8l, sizeof(head)));
		return 0;
	}
	CHECK_OK(syscall(__NR_set_robust_list, &head, sizeof(head)));
	return 0;
}

int main(void)
{
	pid_t pid;

	CHECK_ERR(syscall(__NR_set_robust_list, &head, sizeof(head) - 1), EINVAL);
	for (long exec = 0; exec < 2; exec++) {
		pid = thread_start(holder, (void *)exec);
		wait_ok(pid);
		check_all(pid);
	}
	for (long kind = 0; kind < 5; kind++)
		wait_ok(thread_start(holder_of_nonsense, (void *)kind));
	return 0;
}
