/*
 * The scheduler of the host machine. One runs at a time and nothing interrupts it; but at each point where the
 * kernel may sleep another may be drawn by lot, so that every order of steps that two CPUs could take
 * between such points happens some time. When nobody can run, the disk ends a request; when that has
 * none, the clock goes on to the next sleeper.
 */
#include "internal.h"
#include "machine.h"
#include "os.h"
#include <kernel/completion.h>
#include <kernel/file.h>
#include <kernel/limits.h>
#include <kernel/panic.h>
#include <kernel/printk.h>
#include <kernel/string.h>
#include <kernel/syscalls.h>
#include <kernel/task.h>
#include <kernel/time.h>

struct host_task {
	struct task_struct task;
	struct list_head link; /* all of them */
	struct fiber *fiber;
	u64 wake_at; /* TIME_NEVER: no timer */
	bool dead;
	int (*fn)(void *);
	void *arg;
};

static struct host_task boot_task;
struct task_struct *current = &boot_task.task;
struct cpu cpus[NR_CPUS];
bool host_irqs_off;

static LIST_HEAD(tasks);
static u64 now = 1000 * NSEC_PER_SEC;
static u64 seed = 1;
static unsigned int nr_users; /* tasks of machine_task() */
static DECLARE_WAIT_QUEUE_HEAD(users_wait);

u64 machine_random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

u64 clock_ns(void)
{
	return now += 1000;
}

u64 realtime_ns(void)
{
	return clock_ns() + 1700000000 * NSEC_PER_SEC;
}

static struct host_task *host_task(struct task_struct *tsk)
{
	return container_of(tsk, struct host_task, task);
}

/* ---- Switching ---- */

static void reap(void)
{
	struct host_task *t, *next;

	list_for_each_entry_safe(t, next, &tasks, link) {
		if (!t->dead || &t->task == current)
			continue;
		list_del(&t->link);
		fiber_destroy(t->fiber);
		os_free(t);
	}
}

static struct host_task *draw(void)
{
	struct host_task *t, *found = NULL;
	unsigned int n = 0;

	list_for_each_entry(t, &tasks, link)
		if (t->task.state == TASK_RUNNING && machine_random() % ++n == 0)
			found = t;
	return found;
}

/* Nobody can run: time passes. */
static void pass_time(void)
{
	struct host_task *t, *first = NULL;

	if (disk_end_one())
		return;
	list_for_each_entry(t, &tasks, link)
		if (t->wake_at != TIME_NEVER && (!first || t->wake_at < first->wake_at))
			first = t;
	if (!first)
		panic("every task sleeps, and nothing will wake one");
	if (first->wake_at > now)
		now = first->wake_at;
	first->wake_at = TIME_NEVER;
	first->task.state = TASK_RUNNING;
}

void schedule(void)
{
	struct host_task *next;

	lock_debug_may_schedule();
	if (machine_random() % 4 == 0)
		disk_end_one();
	while (!(next = draw()))
		pass_time();
	if (&next->task != current) {
		current = &next->task;
		fiber_switch(next->fiber);
	}
	reap();
}

/* A call that may sleep: now and then it does. */
void host_maybe_yield(void)
{
	if (current->state == TASK_RUNNING && machine_random() % 8 == 0)
		schedule();
}

bool wake_up_process(struct task_struct *tsk)
{
	if (tsk->state == TASK_RUNNING)
		return false;
	tsk->state = TASK_RUNNING;
	host_task(tsk)->wake_at = TIME_NEVER;
	return true;
}

u64 schedule_timeout(u64 ns)
{
	struct host_task *t = host_task(current);
	u64 until = now + ns;

	t->wake_at = until;
	schedule();
	t->wake_at = TIME_NEVER;
	return now < until ? until - now : 0;
}

void msleep(unsigned int ms)
{
	__set_current_state(TASK_UNINTERRUPTIBLE);
	schedule_timeout(ms * NSEC_PER_MSEC);
}

void machine_sleep(unsigned int ms)
{
	msleep(ms);
}

/* ---- Tasks ---- */

static void init_task_struct(struct host_task *t, const char *name)
{
	struct task_struct *tsk = &t->task;

	t->wake_at = TIME_NEVER;
	tsk->thread_info.cpu = &cpus[0];
	/* Wherever the kernel asks, another wants the CPU. */
	tsk->thread_info.work = TIF_NEED_RESCHED;
	for (int i = 0; i < RLIM_NLIMITS; i++)
		tsk->rlim[i] = (struct rlimit64){ 1024, 1024 };
	tsk->rlim[RLIMIT_FSIZE] = (struct rlimit64){ RLIM64_INFINITY, RLIM64_INFINITY };
	strlcpy(tsk->comm, name, sizeof(tsk->comm));
	list_add_tail(&t->link, &tasks);
}

static void task_main(void)
{
	struct host_task *t = host_task(current);

	t->fn(t->arg);
	t->dead = true;
	t->task.state = TASK_DEAD;
	schedule();
}

static struct host_task *create(int (*fn)(void *), void *arg, const char *name)
{
	struct host_task *t = os_alloc(sizeof(*t));

	memset(t, 0, sizeof(*t));
	t->fn = fn;
	t->arg = arg;
	t->fiber = fiber_create(task_main);
	init_task_struct(t, name);
	return t;
}

struct task_struct *kernel_thread(int (*fn)(void *), void *arg, const char *name)
{
	return &create(fn, arg, name)->task;
}

struct user {
	void (*fn)(void *);
	void *arg;
};

static int user_main(void *arg)
{
	struct user user = *(struct user *)arg;

	os_free(arg);
	if (host_task_files() || sys_chdir("/mnt"))
		panic("a task cannot start");
	user.fn(user.arg);
	files_put(current->files);
	fs_put(current->fs);
	if (!--nr_users)
		wake_up_all(&users_wait);
	return 0;
}

void machine_task(void (*fn)(void *), void *arg)
{
	struct user *user = os_alloc(sizeof(*user));

	*user = (struct user){ fn, arg };
	create(user_main, user, "user");
	nr_users++;
}

void machine_wait(void)
{
	wait_event(users_wait, !nr_users);
}

void host_tasks_init(u64 s)
{
	seed = s * 2654435761u + 88172645463325252ull;
	boot_task.fiber = fiber_main();
	init_task_struct(&boot_task, "boot");
}

void machine_fail_nth(unsigned long n)
{
	current->fail_nth = n;
}

unsigned long machine_fail_left(void)
{
	return current->fail_nth;
}
