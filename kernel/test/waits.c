/* Sleeping and waking: wait queues, completions, the bare protocol. A lost wake-up shows as a time-out. */
#include <kernel/completion.h>
#include <kernel/task.h>
#include <kernel/time.h>
#include <kernel/wait.h>

#include "internal.h"

#define ROUNDS	  3000
#define LONG_TIME (10 * NSEC_PER_SEC)

/* ---- the bare protocol: a ball between two tasks ---- */

static struct task_struct *players[2];
static unsigned int ball; /* whose turn it is */
static atomic_t timeouts;

static void wait_for_ball(unsigned int me)
{
	for (;;) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		if (READ_ONCE(ball) == me)
			break;
		if (!schedule_timeout(LONG_TIME))
			atomic_inc(&timeouts);
	}
	__set_current_state(TASK_RUNNING);
}

static int player(void *arg)
{
	unsigned int me = (unsigned int)(unsigned long)arg;

	get_task(current); /* the other one wakes us even after our end */
	smp_store_release(&players[me], current);
	while (!READ_ONCE(players[!me]))
		yield();
	for (unsigned int i = 0; i < ROUNDS; i++) {
		wait_for_ball(me);
		WRITE_ONCE(ball, !me);
		wake_up_process(players[!me]);
	}
	return 0;
}

static void test_wake_up_process(void)
{
	players[0] = players[1] = NULL;
	ball = 0;
	atomic_set(&timeouts, 0);
	start_thread_of_test(player, (void *)0);
	start_thread_of_test(player, (void *)1);
	wait_for_threads();
	EXPECT(!atomic_read(&timeouts) && ball == 0);
	put_task(players[0]);
	put_task(players[1]);
}

/* ---- completions ---- */

struct ping_pong {
	struct completion ping, pong;
};

static int answer(void *arg)
{
	struct ping_pong *pp = arg;

	for (unsigned int i = 0; i < ROUNDS; i++) {
		wait_for_completion(&pp->ping);
		complete(&pp->pong);
	}
	return 0;
}

static void test_completion(void)
{
	struct ping_pong pp;

	init_completion(&pp.ping);
	init_completion(&pp.pong);
	start_thread_of_test(answer, &pp);
	for (unsigned int i = 0; i < ROUNDS; i++) {
		complete(&pp.ping);
		wait_for_completion(&pp.pong);
	}
	wait_for_threads();
	EXPECT(!try_wait_for_completion(&pp.ping) && !try_wait_for_completion(&pp.pong));
}

static void test_completion_counts(void)
{
	DECLARE_COMPLETION(c);

	complete(&c);
	complete(&c);
	wait_for_completion(&c);
	EXPECT(wait_for_completion_killable(&c) == 0);
	EXPECT(!try_wait_for_completion(&c));
	complete_all(&c);
	wait_for_completion(&c);
	wait_for_completion(&c);
	EXPECT(try_wait_for_completion(&c));
}

static struct completion *borrowed; /* on the stack of another task, for a moment */

static int completer(void *unused)
{
	for (unsigned int i = 0; i < ROUNDS; i++) {
		struct completion *c;

		while (!(c = __atomic_exchange_n(&borrowed, NULL, __ATOMIC_ACQ_REL)))
			yield();
		complete(c);
	}
	return 0;
}

/* As vfork has it: the structure is gone as soon as the waiter returns. */
static void __noinline wait_on_stack(void)
{
	DECLARE_COMPLETION(c);

	smp_store_release(&borrowed, &c);
	wait_for_completion(&c);
	c.wait.sleepers.next = c.wait.sleepers.prev = (void *)0x5555;
}

static void test_completion_on_stack(void)
{
	start_thread_of_test(completer, NULL);
	for (unsigned int i = 0; i < ROUNDS; i++)
		wait_on_stack();
	wait_for_threads();
	EXPECT(!borrowed);
}

/* ---- wait queues ---- */

static DECLARE_WAIT_QUEUE_HEAD(queue);
static unsigned int tokens;
static bool open_door;
static atomic_t taken;

static bool take_token(void)
{
	unsigned int n = READ_ONCE(tokens);

	while (n && !__atomic_compare_exchange_n(&tokens, &n, n - 1, false, __ATOMIC_SEQ_CST,
						 __ATOMIC_RELAXED))
		;
	return n != 0;
}

static int consumer(void *unused)
{
	for (unsigned int i = 0; i < ROUNDS / 4; i++) {
		EXPECT(wait_event_interruptible_exclusive(queue, take_token()) == 0);
		atomic_inc(&taken);
	}
	return 0;
}

/* One wake-up for each token, one sleeper for each wake-up: none may get lost. */
static void test_exclusive(void)
{
	unsigned int total = 4 * (ROUNDS / 4);
	u64 deadline = clock_ns() + LONG_TIME;

	tokens = 0;
	atomic_set(&taken, 0);
	for (unsigned int i = 0; i < 4; i++)
		start_thread_of_test(consumer, NULL);
	for (unsigned int i = 0; i < total; i++) {
		__atomic_fetch_add(&tokens, 1, __ATOMIC_SEQ_CST);
		wake_up(&queue);
		if (i % 16 == 0)
			yield();
	}
	while (atomic_read(&taken) < total && clock_ns() < deadline)
		msleep(1);
	EXPECT(atomic_read(&taken) == total);
	wake_up_all(&queue);
	wait_for_threads();
	EXPECT(list_empty(&queue.sleepers));
}

static int sleeper(void *unused)
{
	wait_event(queue, READ_ONCE(open_door));
	atomic_inc(&taken);
	return 0;
}

static void test_wake_up_all(void)
{
	for (unsigned int round = 0; round < 20; round++) {
		WRITE_ONCE(open_door, false);
		atomic_set(&taken, 0);
		for (unsigned int i = 0; i < 10; i++)
			start_thread_of_test(sleeper, NULL);
		if (round % 2)
			msleep(2);
		EXPECT(atomic_read(&taken) == 0);
		WRITE_ONCE(open_door, true);
		wake_up(&queue); /* no exclusive ones: wakes all */
		wait_for_threads();
		EXPECT(atomic_read(&taken) == 10);
	}
}

const struct ktest wait_tests[] = {
	{ "wake_up_process: no wake-up is lost, no task runs twice", test_wake_up_process },
	{ "completion: ping-pong", test_completion },
	{ "completion: counts, complete_all", test_completion_counts },
	{ "completion: on the waiter's stack", test_completion_on_stack },
	{ "wait queue: exclusive sleepers, one for each wake-up", test_exclusive },
	{ "wait queue: wake all", test_wake_up_all },
	{ NULL, NULL },
};
