/*
 * task_struct: allocation, copies, reference counts, and the list of all tasks.
 */
#include <kernel/cpu.h>
#include <kernel/err.h>
#include <kernel/limits.h>
#include <kernel/mm.h>
#include <kernel/panic.h>
#include <kernel/process.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/trace.h>
#include "internal.h"

static struct kmem_cache *task_cache;

struct spinlock tasklist_lock = SPINLOCK_INIT("tasklist", RANK_TASKLIST);
struct list_head task_list = LIST_HEAD_INIT(task_list);
struct task_struct *child_reaper;

/* The boot CPU's idle task, and the ancestor of all. Its stack is the one the boot code runs on. */
struct task_struct init_task = {
	.thread_info = { .cpu = &cpus[0] },
	.state = TASK_RUNNING,
	.on_rq = true,
	.flags = PF_KTHREAD,
	.usage = ATOMIC_INIT(2),
	.active_mm = &init_mm,
	.sighand = &init_sighand,
	.alloc_lock = SPINLOCK_INIT("task", RANK_TASK),
	.parent = &init_task,
	.children = LIST_HEAD_INIT(init_task.children),
	.sibling = LIST_HEAD_INIT(init_task.sibling),
	.tasks = LIST_HEAD_INIT(init_task.tasks),
	.wait_chldexit = WAIT_QUEUE_HEAD_INIT(init_task.wait_chldexit),
	.comm = "idle",
};

const struct rlimit64 default_rlimits[RLIM_NLIMITS] = {
	[0 ... RLIMIT_DATA] = { RLIM64_INFINITY, RLIM64_INFINITY },
	[RLIMIT_STACK] = { 8ull << 20, RLIM64_INFINITY },
	[RLIMIT_CORE] = { 0, RLIM64_INFINITY },
	[RLIMIT_RSS... RLIMIT_NPROC] = { RLIM64_INFINITY, RLIM64_INFINITY },
	[RLIMIT_NOFILE] = { 1024, 4096 },
	[RLIMIT_MEMLOCK] = { 64ull << 10, 64ull << 10 },
	[RLIMIT_AS... RLIM_NLIMITS - 1] = { RLIM64_INFINITY, RLIM64_INFINITY },
};

void task_init(void)
{
	task_cache = kmem_cache_create("task_struct", sizeof(struct task_struct), 16);
	memcpy(init_task.rlim, default_rlimits, sizeof(default_rlimits));
	mm_init_caches();
	signal_init();
	kstack_init();
}

struct task_struct *dup_task_struct(struct task_struct *orig)
{
	struct task_struct *tsk = kmem_cache_alloc(task_cache, GFP_KERNEL);

	trace_step("of %d", orig->pid);
	if (!tsk)
		return NULL;
	*tsk = *orig;
	tsk->stack = kstack_alloc();
	if (!tsk->stack) {
		kmem_cache_free(task_cache, tsk);
		return NULL;
	}
	tsk->thread_info.work = 0;
	tsk->thread_info.kernel_sp = (unsigned long)tsk->stack + KSTACK_SIZE;
	atomic_set(&tsk->usage, 2); /* the pid's, and its own while it runs */
	tsk->fail_nth = 0;
	return tsk;
}

void get_task(struct task_struct *tsk)
{
	atomic_inc(&tsk->usage);
}

/* A task that never ran, or will never run again. */
void free_task(struct task_struct *tsk)
{
	kstack_free(tsk->stack);
	kmem_cache_free(task_cache, tsk);
}

void put_task(struct task_struct *tsk)
{
	if (!atomic_dec_and_test(&tsk->usage))
		return;
	BUG_ON(tsk == current || tsk->mm || tsk->files);
	sighand_put(tsk->sighand);
	free_task(tsk);
}
