/*
 * Completions: "it has happened". May live on the waiter's stack: once wait_for_completion() has
 * returned, complete() touches the structure no more. vfork's parent sleeps on one.
 */
#ifndef KERNEL_COMPLETION_H
#define KERNEL_COMPLETION_H

#include <kernel/compiler.h>
#include <kernel/wait.h>

struct completion {
	unsigned int done; /* [wait.lock] how often it happened, less how often someone waited for it */
	struct wait_queue_head wait;
};

#define COMPLETION_INIT(c)                                        \
	{                                                         \
		.done = 0, .wait = WAIT_QUEUE_HEAD_INIT((c).wait) \
	}
#define DECLARE_COMPLETION(c) struct completion c = COMPLETION_INIT(c)

static inline void init_completion(struct completion *c)
{
	c->done = 0;
	init_waitqueue_head(&c->wait);
}

/* Any context. */
void complete(struct completion *c);	 /* one waiter goes on, now or when it comes */
void complete_all(struct completion *c); /* all do, for ever */

void wait_for_completion(struct completion *c);
/* -EINTR if a fatal signal comes first: then complete() may still come, and c must stay. */
int __must_check wait_for_completion_killable(struct completion *c);
/* Has it happened? Takes one, as a wait would. */
bool try_wait_for_completion(struct completion *c);

#endif
