/*
 * Signals: a bit in a task's pending set, a wake-up if the task must act, and the action itself, which
 * the task takes on its way back to user mode.
 *
 * SIGCHLD and its kind do nothing by default and are dropped when they are sent. Pid 1 is not hit by
 * the default action of a signal that others send.
 */
#include <kernel/bitmap.h>
#include <kernel/err.h>
#include <kernel/mm.h>
#include <kernel/panic.h>
#include <kernel/process.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/syscalls.h>
#include <kernel/uaccess.h>

static struct kmem_cache *sighand_cache;

struct sighand_struct init_sighand = {
	.count = ATOMIC_INIT(1),
	.lock = SPINLOCK_INIT("sighand", RANK_SIGHAND),
};

void signal_init(void)
{
	sighand_cache = kmem_cache_create("sighand_struct", sizeof(struct sighand_struct), 0);
}

/* ---- sets ---- */

#define SIG_WORD_BITS (8 * sizeof(unsigned long))

static void sigset_add(sigset_t *set, int sig)
{
	set->sig[(sig - 1) / SIG_WORD_BITS] |= 1ul << ((sig - 1) % SIG_WORD_BITS);
}

static void sigset_del(sigset_t *set, int sig)
{
	set->sig[(sig - 1) / SIG_WORD_BITS] &= ~(1ul << ((sig - 1) % SIG_WORD_BITS));
}

static bool sigset_has(const sigset_t *set, int sig)
{
	return set->sig[(sig - 1) / SIG_WORD_BITS] >> ((sig - 1) % SIG_WORD_BITS) & 1;
}

/* The lowest signal that is in set and not in blocked; 0: none. */
static int sigset_next(const sigset_t *set, const sigset_t *blocked)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(set->sig); i++) {
		unsigned long ready = set->sig[i] & ~blocked->sig[i];

		if (ready)
			return (int)(i * SIG_WORD_BITS) + (int)lowest_bit(ready) + 1;
	}
	return 0;
}

/* ---- sighand_struct ---- */

struct sighand_struct *sighand_dup(struct sighand_struct *old)
{
	struct sighand_struct *sighand = kmem_cache_alloc(sighand_cache, GFP_KERNEL);

	if (!sighand)
		return NULL;
	atomic_set(&sighand->count, 1);
	spin_lock_init(&sighand->lock, "sighand", RANK_SIGHAND);
	memcpy(sighand->action, old->action, sizeof(sighand->action));
	return sighand;
}

void sighand_get(struct sighand_struct *sighand)
{
	atomic_inc(&sighand->count);
}

void sighand_put(struct sighand_struct *sighand)
{
	if (atomic_dec_and_test(&sighand->count))
		kmem_cache_free(sighand_cache, sighand);
}

/* Senders hold tasklist_lock, so none of them can be using the old one. */
void sighand_replace(struct task_struct *tsk, struct sighand_struct *sighand)
{
	struct sighand_struct *old = tsk->sighand;

	spin_lock(&tasklist_lock);
	WRITE_ONCE(tsk->sighand, sighand);
	spin_unlock(&tasklist_lock);
	sighand_put(old);
}

void flush_signal_handlers(struct task_struct *tsk)
{
	for (unsigned int i = 0; i < _NSIG; i++) {
		struct sigaction *action = &tsk->sighand->action[i];

		if (action->sa_handler != SIG_IGN)
			memset(action, 0, sizeof(*action));
	}
}

/* ---- what a signal would do ---- */

enum sig_effect { SIG_EFFECT_NONE,
		  SIG_EFFECT_STOP,
		  SIG_EFFECT_CONTINUE,
		  SIG_EFFECT_KILL };

static enum sig_effect default_effect(int sig)
{
	switch (sig) {
	case SIGCHLD:
	case SIGURG:
	case SIGWINCH:
		return SIG_EFFECT_NONE;
	case SIGCONT:
		return SIG_EFFECT_CONTINUE;
	case SIGSTOP:
	case SIGTSTP:
	case SIGTTIN:
	case SIGTTOU:
		return SIG_EFFECT_STOP;
	default:
		return SIG_EFFECT_KILL;
	}
}

static enum sig_effect signal_effect(int sig, const struct task_struct *tsk)
{
	if (tsk->sighand->action[sig - 1].sa_handler == SIG_IGN)
		return SIG_EFFECT_NONE;
	return default_effect(sig);
}

bool signal_ignored(int sig, struct task_struct *tsk)
{
	return tsk->sighand->action[sig - 1].sa_handler == SIG_IGN;
}

static bool is_stop_signal(int sig)
{
	return default_effect(sig) == SIG_EFFECT_STOP;
}

/* ---- pending ---- */

/* The flag that the way out of the kernel looks at. sighand->lock is held. */
static void recalc_sigpending(struct task_struct *tsk)
{
	if (sigset_next(&tsk->pending.signal, &tsk->blocked))
		set_task_work(tsk, TIF_SIGPENDING);
	else
		clear_task_work(tsk, TIF_SIGPENDING);
}

bool signal_pending(const struct task_struct *tsk)
{
	return READ_ONCE(tsk->thread_info.work) & TIF_SIGPENDING;
}

bool fatal_signal_pending(const struct task_struct *tsk)
{
	sigset_t rest;
	int sig;

	if (likely(!signal_pending(tsk)))
		return false;
	rest = tsk->pending.signal;
	while ((sig = sigset_next(&rest, &tsk->blocked))) {
		if (signal_effect(sig, tsk) == SIG_EFFECT_KILL)
			return true;
		sigset_del(&rest, sig);
	}
	return false;
}

/* A stopped task goes on; a sleeping one wakes if the signal reaches so deep. */
static void signal_wake_up(struct task_struct *tsk, enum sig_effect effect)
{
	set_task_work(tsk, TIF_SIGPENDING);
	wake_up_state(tsk, effect == SIG_EFFECT_KILL ? TASK_KILLABLE : TASK_INTERRUPTIBLE);
	kick_task(tsk);
}

static void add_signal(int sig, struct task_struct *tsk)
{
	enum sig_effect effect = signal_effect(sig, tsk);
	bool stopped = READ_ONCE(tsk->state) == TASK_STOPPED;

	if (sig == SIGCONT || sig == SIGKILL) {
		for (int stop = SIGSTOP; stop <= SIGTTOU; stop++)
			sigset_del(&tsk->pending.signal, stop);
		if (stopped)
			wake_up_state(tsk, TASK_STOPPED);
	}
	if (effect == SIG_EFFECT_NONE || effect == SIG_EFFECT_CONTINUE)
		return;
	if (is_stop_signal(sig))
		sigset_del(&tsk->pending.signal, SIGCONT);
	sigset_add(&tsk->pending.signal, sig);
	if (!sigset_has(&tsk->blocked, sig) && !stopped)
		signal_wake_up(tsk, effect);
	else
		recalc_sigpending(tsk);
}

void send_signal(int sig, struct task_struct *tsk)
{
	unsigned long flags;

	if (sig <= 0 || sig > _NSIG || tsk->flags & PF_KTHREAD)
		return;
	if (tsk == child_reaper)
		return; /* it has no handlers, and defaults do not hit it */
	spin_lock_irqsave(&tsk->sighand->lock, flags);
	if (!tsk->zombie)
		add_signal(sig, tsk);
	spin_unlock_irqrestore(&tsk->sighand->lock, flags);
}

void force_sig(int sig, struct task_struct *tsk)
{
	unsigned long flags;

	BUG_ON(tsk->flags & PF_KTHREAD);
	spin_lock_irqsave(&tsk->sighand->lock, flags);
	if (sigset_has(&tsk->blocked, sig) || signal_effect(sig, tsk) == SIG_EFFECT_NONE) {
		memset(&tsk->sighand->action[sig - 1], 0, sizeof(struct sigaction));
		sigset_del(&tsk->blocked, sig);
	}
	sigset_add(&tsk->pending.signal, sig);
	signal_wake_up(tsk, SIG_EFFECT_KILL);
	spin_unlock_irqrestore(&tsk->sighand->lock, flags);
}

int kill_pgrp(int sig, pid_t pgrp)
{
	struct task_struct *tsk;
	int err = -ESRCH;

	spin_lock(&tasklist_lock);
	list_for_each_entry(tsk, &task_list, tasks) {
		if (tsk->pgrp != pgrp || tsk->flags & PF_KTHREAD)
			continue;
		send_signal(sig, tsk);
		err = 0;
	}
	spin_unlock(&tasklist_lock);
	return err;
}

/* ---- acting ---- */

/*
 * The next signal to act on; 0: none. A task that is to stop is stopped under the lock already, so that a
 * SIGCONT that comes after the choice is not lost.
 */
static int dequeue_signal(void)
{
	struct task_struct *tsk = current;
	unsigned long flags;
	int sig;

	spin_lock_irqsave(&tsk->sighand->lock, flags);
	sig = sigset_has(&tsk->pending.signal, SIGKILL) ? SIGKILL : sigset_next(&tsk->pending.signal, &tsk->blocked);
	if (sig)
		sigset_del(&tsk->pending.signal, sig);
	if (sig && signal_effect(sig, tsk) == SIG_EFFECT_STOP)
		__set_current_state(TASK_STOPPED);
	recalc_sigpending(tsk);
	spin_unlock_irqrestore(&tsk->sighand->lock, flags);
	return sig;
}

void do_signal(void)
{
	int sig;

	while ((sig = dequeue_signal())) {
		switch (signal_effect(sig, current)) {
		case SIG_EFFECT_KILL:
			do_exit(sig);
		case SIG_EFFECT_STOP:
			schedule(); /* until SIGCONT or SIGKILL */
			break;
		default:
			break;
		}
	}
}

/* ---- system calls ---- */

static bool valid_signal(int sig)
{
	return sig >= 0 && sig <= _NSIG;
}

/* Every process but pid 1 and the caller. */
static int kill_all(int sig)
{
	struct task_struct *tsk;
	int err = -ESRCH;

	spin_lock(&tasklist_lock);
	list_for_each_entry(tsk, &task_list, tasks) {
		if (tsk == current || tsk == child_reaper || tsk->flags & PF_KTHREAD)
			continue;
		send_signal(sig, tsk);
		err = 0;
	}
	spin_unlock(&tasklist_lock);
	return err;
}

static int kill_process(int sig, pid_t pid)
{
	struct task_struct *tsk;

	spin_lock(&tasklist_lock);
	tsk = find_task_by_pid(pid);
	if (tsk)
		send_signal(sig, tsk);
	spin_unlock(&tasklist_lock);
	return tsk ? 0 : -ESRCH;
}

long sys_kill(pid_t pid, int sig)
{
	if (!valid_signal(sig))
		return -EINVAL;
	if (pid == -1)
		return kill_all(sig);
	if (pid == (pid_t)0x80000000)
		return -ESRCH;
	if (pid <= 0)
		return kill_pgrp(sig, pid ? -pid : current->pgrp);
	return kill_process(sig, pid);
}

long sys_tkill(pid_t tid, int sig)
{
	if (!valid_signal(sig) || tid <= 0)
		return -EINVAL;
	return kill_process(sig, tid);
}

long sys_tgkill(pid_t tgid, pid_t tid, int sig)
{
	if (tgid <= 0)
		return -EINVAL;
	return tgid == tid ? sys_tkill(tid, sig) : -ESRCH;
}

/* SIG_DFL and SIG_IGN; there are no handlers in user mode. */
static int check_action(int sig, const struct sigaction *action)
{
	if (sig == SIGKILL || sig == SIGSTOP)
		return -EINVAL;
	return action->sa_handler == SIG_DFL || action->sa_handler == SIG_IGN ? 0 : -ENOSYS;
}

int do_sigaction(int sig, const struct sigaction *new, struct sigaction *old)
{
	struct sighand_struct *sighand = current->sighand;
	unsigned long flags;
	int err;

	if (sig <= 0 || sig > _NSIG)
		return -EINVAL;
	err = new ? check_action(sig, new) : 0;
	if (err)
		return err;
	spin_lock_irqsave(&sighand->lock, flags);
	*old = sighand->action[sig - 1];
	if (new) {
		sighand->action[sig - 1] = *new;
		if (signal_effect(sig, current) == SIG_EFFECT_NONE) {
			sigset_del(&current->pending.signal, sig);
			recalc_sigpending(current);
		}
	}
	spin_unlock_irqrestore(&sighand->lock, flags);
	return 0;
}

long sys_rt_sigaction(int sig, const struct sigaction __user *new, struct sigaction __user *old,
		      size_t sigsetsize)
{
	struct sigaction action, before;
	int err;

	if (sigsetsize != sizeof(sigset_t))
		return -EINVAL;
	if (new &&copy_from_user(&action, new, sizeof(action)))
		return -EFAULT;
	err = do_sigaction(sig, new ? &action : NULL, &before);
	if (err)
		return err;
	return old && copy_to_user(old, &before, sizeof(before)) ? -EFAULT : 0;
}

static int change_blocked(int how, const sigset_t *set)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(set->sig); i++) {
		unsigned long *word = &current->blocked.sig[i];

		switch (how) {
		case SIG_BLOCK:
			*word |= set->sig[i];
			break;
		case SIG_UNBLOCK:
			*word &= ~set->sig[i];
			break;
		case SIG_SETMASK:
			*word = set->sig[i];
			break;
		default:
			return -EINVAL;
		}
	}
	sigset_del(&current->blocked, SIGKILL);
	sigset_del(&current->blocked, SIGSTOP);
	recalc_sigpending(current);
	return 0;
}

int sigprocmask(int how, const sigset_t *set)
{
	unsigned long flags;
	int err;

	spin_lock_irqsave(&current->sighand->lock, flags);
	err = change_blocked(how, set);
	spin_unlock_irqrestore(&current->sighand->lock, flags);
	return err;
}

void set_current_blocked(const sigset_t *set)
{
	sigprocmask(SIG_SETMASK, set);
}

long sys_rt_sigprocmask(int how, const sigset_t __user *new, sigset_t __user *old, size_t sigsetsize)
{
	sigset_t set, before = current->blocked;
	int err = 0;

	if (sigsetsize != sizeof(sigset_t))
		return -EINVAL;
	if (new) {
		if (copy_from_user(&set, new, sizeof(set)))
			return -EFAULT;
		err = sigprocmask(how, &set);
	}
	if (err)
		return err;
	return old && copy_to_user(old, &before, sizeof(before)) ? -EFAULT : 0;
}
