/*
 * Signals: sending, default actions, and what sleepers need to know. A program may ignore a signal or leave it its
 * default action; there are no handlers in user mode.
 */
#ifndef KERNEL_SIGNAL_H
#define KERNEL_SIGNAL_H

#include <abi/signal.h>
#include <kernel/atomic.h>
#include <kernel/compiler.h>
#include <kernel/spinlock.h>

struct task_struct;

struct sigpending {
	sigset_t signal; /* one bit each; signal n is bit n - 1 */
};

/* The actions, shared by CLONE_SIGHAND. */
struct sighand_struct {
	atomic_t count;	      /* [a] tasks that use it */
	struct spinlock lock; /* rank SIGHAND: the actions, and the pending sets of its tasks */
	struct sigaction action[_NSIG];
};

void signal_init(void);
struct sighand_struct *__must_check sighand_dup(struct sighand_struct *old); /* NULL without memory */
void sighand_get(struct sighand_struct *sighand);
void sighand_put(struct sighand_struct *sighand);
/* current leaves the actions that it shares for its own copy. */
void sighand_replace(struct task_struct *tsk, struct sighand_struct *sighand);

/* Make sig pending for tsk and wake it if it must act. The caller holds tasklist_lock, or tsk is current.
 * An invalid number, and 0, do nothing. */
void send_signal(int sig, struct task_struct *tsk);
/* To every task of a process group; 0 or -ESRCH. Not from an interrupt handler. */
int kill_pgrp(int sig, pid_t pgrp);

/* Act on what is pending: the last thing before user mode. May not return. */
void do_signal(void);

bool signal_pending(const struct task_struct *tsk);	  /* something unblocked waits */
bool fatal_signal_pending(const struct task_struct *tsk); /* SIGKILL, or one that will kill it */

/* The program did this itself (SIGSEGV, SIGILL...): cannot be blocked or ignored. */
void force_sig(int sig, struct task_struct *tsk);

/* new NULL: only tell. 0 or -errno. */
int do_sigaction(int sig, const struct sigaction *new, struct sigaction *old);
/* how: SIG_BLOCK, ...; 0 or -EINVAL. */
int sigprocmask(int how, const sigset_t *set);
/* What current blocks from now on; SIGKILL and SIGSTOP are let through all the same. */
void set_current_blocked(const sigset_t *set);

/* exec: actions that point into the old program become the default again. */
void flush_signal_handlers(struct task_struct *tsk);

/* Would sig do nothing to tsk, by its choice or by default? */
bool signal_ignored(int sig, struct task_struct *tsk);

extern struct sighand_struct init_sighand; /* of the boot task and all kernel threads */

#endif
