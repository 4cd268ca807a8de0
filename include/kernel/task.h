/*
 * struct task_struct: one thread of execution, and what it shares.
 *
 * A task is on task_list (findable by pid) from the end of copy_process() until its parent has
 * waited for it. Its structure and kernel stack live until the last put_task(): one reference is
 * the pid's, dropped by wait; one is the running task's own, dropped by the CPU that switched
 * away from it for the last time.
 */
#ifndef KERNEL_TASK_H
#define KERNEL_TASK_H

#include <abi/resource.h>
#include <arch/thread.h>
#include <kernel/atomic.h>
#include <kernel/compiler.h>
#include <kernel/completion.h>
#include <kernel/cpu.h>
#include <kernel/list.h>
#include <kernel/rbtree.h>
#include <kernel/signal.h>
#include <kernel/spinlock.h>
#include <kernel/wait.h>

struct files_struct;
struct fs_struct;
struct mm_struct;
struct pt_regs;
struct robust_list_head;

#define TASK_COMM_LEN 16

enum task_state {
	TASK_RUNNING,	      /* running or on a run queue */
	TASK_INTERRUPTIBLE,   /* sleeps; a signal wakes it */
	TASK_KILLABLE,	      /* sleeps; only a fatal signal wakes it */
	TASK_UNINTERRUPTIBLE, /* sleeps; only what it waits for wakes it */
	TASK_STOPPED,	      /* by SIGSTOP and its kind, until SIGCONT or SIGKILL */
	TASK_DEAD,	      /* never runs again */
};

/* thread_info.work: what to do before the return to user mode. */
#define TIF_NEED_RESCHED (1ul << 0)
#define TIF_SIGPENDING	 (1ul << 1)

/* task->flags */
#define PF_KTHREAD    0x01u /* never had an mm of its own */
#define PF_EXITING    0x02u /* in do_exit() */
#define PF_TRACED     0x04u /* its steps go to the trace ring; inherited by fork */
#define PF_FORKNOEXEC 0x08u /* forked, has not called exec */
#define PF_NOFS	      0x10u /* within a file system's operation: a shrinker may not begin another (no inode goes) */

/* First in task_struct, known to assembly by offset (the port's thread.c asserts it). */
struct thread_info {
	unsigned long work;	 /* [atomic] TIF_* */
	unsigned long kernel_sp; /* top of the kernel stack: where a trap from user mode starts */
	unsigned long user_sp;	 /* scratch of the trap entry */
	struct cpu *cpu;	 /* where it runs, or ran last */
};

/*
 * Locks: [I] fixed before the task is visible  [o] only the task itself  [T] tasklist_lock
 *        [q] its CPU's rq.lock  [s] sighand->lock  [a] atomic  [f] own field, lock inside the object
 *        [l] alloc_lock to change or to look from outside; the task itself reads freely
 */
struct task_struct {
	struct thread_info thread_info;
	struct thread_struct thread; /* [o] the port's registers while it does not run */

	enum task_state state;	   /* [o] to sleep; [q] to wake */
	bool on_rq;		   /* [q] on a run queue or running */
	unsigned int flags;	   /* [o] PF_* */
	unsigned int slice;	   /* [o] ticks left */
	struct list_head run_list; /* [q] */
	atomic_t usage;		   /* [a] see above */
	void *stack;		   /* [I] lowest byte of the kernel stack */

	struct spinlock alloc_lock;  /* task_lock(): see [l]; rank TASK */
	struct mm_struct *mm;	     /* [l] its address space; NULL for a kernel thread */
	struct mm_struct *active_mm; /* [o] the tables it runs on: mm, or one borrowed by mm_count */

	struct files_struct *files;	    /* [l] */
	struct fs_struct *fs;		    /* [l] */
	struct sighand_struct *sighand;	    /* [o] */
	struct sigpending pending;	    /* [s] */
	sigset_t blocked;		    /* [o] */
	struct rlimit64 rlim[RLIM_NLIMITS]; /* [o] */

	pid_t pid;			      /* [I] */
	pid_t tgid;			      /* [I] pid of the thread group's leader */
	pid_t pgrp;			      /* [T] */
	pid_t session;			      /* [T] */
	struct task_struct *parent;	      /* [T] who waits for it */
	struct list_head children;	      /* [T] by sibling */
	struct list_head sibling;	      /* [T] in parent->children */
	struct list_head tasks;		      /* [T] every task, oldest first, headed by task_list */
	struct wait_queue_head wait_chldexit; /* [f] its wait4() sleeps here */
	int exit_code;			      /* [T] wait status word, of a zombie */
	bool zombie;			      /* [T] dead and not waited for */
	int exit_signal;		      /* [T] to the parent at exit; 0: none */

	struct completion *vfork_done;		     /* [l] the parent's, on its stack; NULL: nobody waits */
	int __user *set_child_tid;		     /* [o] CLONE_CHILD_SETTID */
	int __user *clear_child_tid;		     /* [o] CLONE_CHILD_CLEARTID */
	struct robust_list_head __user *robust_list; /* [o] set_robust_list() */

	/* rusage; the c* ones are those of children that were waited for [T] */
	unsigned long min_flt, maj_flt, nvcsw, nivcsw; /* [o] */
	unsigned long cmin_flt, cmaj_flt, cnvcsw, cnivcsw;
	u64 utime, stime, cutime, cstime; /* nanoseconds */
	u64 start_time;			  /* [I] clock_ns() at fork */
	unsigned long maxrss, cmaxrss;	  /* KiB */

	unsigned int pagefault_disabled; /* [o] > 0: a user fault in the kernel fails at once */
	unsigned long fail_nth;		 /* [o] fault injection: allocations until one fails; 0: off */
	char comm[TASK_COMM_LEN];	 /* [o] file name of the program */
#ifdef CONFIG_DEBUG
	struct held_locks held_locks; /* [o] sleeping locks, for the order checker */
#endif
};

#include <arch/current.h> /* current */
#define this_cpu()	   (current->thread_info.cpu)
#define smp_processor_id() (this_cpu()->id)

extern struct spinlock tasklist_lock;
extern struct list_head task_list;
extern struct task_struct init_task;	 /* the boot CPU's idle task; pid 0, on no list */
extern struct task_struct *child_reaper; /* pid 1: parent of orphans */

/* task.c: allocation and reference counts */
void task_init(void);
/* A copy of orig with its own kernel stack, one reference for each of the two owners; NULL without memory. */
struct task_struct *__must_check dup_task_struct(struct task_struct *orig);
void get_task(struct task_struct *tsk);
void put_task(struct task_struct *tsk);

/* pid.c */
int __must_check pid_alloc(pid_t *pid); /* a number and its place; -EAGAIN when all are taken, -ENOMEM */
void pid_free(pid_t pid);
/* From now on tsk is found; tasklist_lock is held. */
void pid_attach(struct task_struct *tsk);
/* No longer, and its number is free unless a group or session has it; likewise. */
void pid_detach(struct task_struct *tsk);
void pid_set_group(struct task_struct *tsk, pid_t pgrp, pid_t session); /* likewise */
/* Caller holds tasklist_lock; no reference is taken. */
struct task_struct *find_task_by_pid(pid_t pid);
/* As above for anyone; takes a reference. */
struct task_struct *get_task_by_pid(pid_t pid);

/* kernel stacks (kstack.c) */
void kstack_init(void);
void *__must_check kstack_alloc(void);
void kstack_free(void *stack);
unsigned long nr_idle_kstack_pages(void);     /* kept mapped for the next task */
bool kernel_stack_mapped(unsigned long addr); /* addr lies in a kernel stack, also a static one, and can be read */

/* The idle task of a CPU that is about to start: on no list, never queued. NULL without memory. */
struct task_struct *__must_check idle_task_create(struct cpu *cpu);

/* A kernel thread that runs fn(arg); what fn returns is its exit code. ERR_PTR on failure. The first
 * one that is made becomes pid 1. The result may be gone already unless fn never returns. */
struct task_struct *__must_check kernel_thread(int (*fn)(void *), void *arg, const char *name);

static inline void task_lock(struct task_struct *tsk)
{
	spin_lock(&tsk->alloc_lock);
}

static inline void task_unlock(struct task_struct *tsk)
{
	spin_unlock(&tsk->alloc_lock);
}

static inline void set_task_work(struct task_struct *tsk, unsigned long bits)
{
	__atomic_fetch_or(&tsk->thread_info.work, bits, __ATOMIC_RELEASE);
}

static inline void clear_task_work(struct task_struct *tsk, unsigned long bits)
{
	__atomic_fetch_and(&tsk->thread_info.work, ~bits, __ATOMIC_RELEASE);
}

#endif
