/*
 * Time: a queue of timers for each CPU, the tick that turns are counted in, sleeping.
 *
 * All times are nanoseconds since the machine's reset (clock_ns()). A CPU asks the machine for one
 * event only, the earliest it needs: its first timer or, while a task runs, the next tick. An idle
 * CPU has no tick.
 */
#ifndef KERNEL_TIME_H
#define KERNEL_TIME_H

#include <abi/types.h>
#include <arch/timer.h>
#include <kernel/rbtree.h>
#include <kernel/spinlock.h>

#define HZ	      100u
#define NSEC_PER_SEC  1000000000ull
#define NSEC_PER_MSEC 1000000ull
#define NSEC_PER_USEC 1000ull
#define TICK_NS	      (NSEC_PER_SEC / HZ)
#define TIME_NEVER    (~0ull)

struct cpu;
struct pt_regs;
struct __kernel_timespec;
struct timeval;

/* One shot. Its memory stays until it has run or timer_cancel() has returned. */
struct timer {
	struct rb_node node;
	u64 expires;
	void (*fn)(struct timer *timer); /* in the timer interrupt, no lock held */
	struct cpu *cpu;		 /* whose queue it was put on last; NULL: never */
	bool queued;			 /* [its queue's lock] */
};

struct timer_queue {
	struct spinlock lock;  /* rank TIMER */
	struct rb_root tree;   /* [lock] by expires */
	struct timer *first;   /* [lock] NULL: none */
	struct timer *running; /* [lock] its fn is being called */
	u64 event;	       /* [own CPU, interrupts off] what the machine was asked for */
	u64 tick;	       /* [own CPU, interrupts off] next tick; TIME_NEVER: none */
};

/* Boot: all queues, and the wall clock. timer_init() of the port comes before. */
void time_init(void);

/* The port's interrupt handler calls this; regs are what was interrupted. */
void timer_interrupt(struct pt_regs *regs);
/* This CPU runs a task from now on: it needs ticks. Interrupts off. */
void tick_start(void);

void timer_setup(struct timer *timer, void (*fn)(struct timer *timer));
/* Call fn at expires, on this CPU. The timer is on no queue. */
void timer_add(struct timer *timer, u64 expires);
/* True if it was taken off before it ran; false: its fn is not running (any more). Not from fn. */
bool timer_cancel(struct timer *timer);

/*
 * Sleep for ns, or until woken: the caller has set its state (else it only yields). Returns what
 * is left, 0 when the time is over.
 */
u64 schedule_timeout(u64 ns);
/* 0, or -EINTR if a signal wants attention first; then *left (may be NULL) is what was left. */
int sleep_until(u64 when, u64 *left);
void msleep(unsigned int ms); /* whole, whatever signals come */

/* Since 1970. */
u64 realtime_ns(void);
int read_clock(clockid_t clock, u64 *ns);	/* a CLOCK_ of abi/time.h; -EINVAL if there is no such clock */
int clock_resolution(clockid_t clock, u64 *ns); /* likewise */
int check_sleep_clock(clockid_t clock);		/* may a program sleep by it? 0 or -errno */
/* By such a clock, for *request or until then. -EINTR if a signal came first; then *rest is what was left. */
int clock_sleep(clockid_t clock, int flags, const struct __kernel_timespec *request,
		struct __kernel_timespec *rest);

/*
 * Inside the kernel a time of seconds and nanoseconds is a struct __kernel_timespec. A port whose programs also
 * have one of two longs brings the calls that take and give that.
 */
struct __kernel_timespec ns_to_timespec(u64 ns);
struct timeval ns_to_timeval(u64 ns);
/* -EINVAL if it is no valid time; very long ones are cut to 2^63 - 1 ns. */
int timespec_to_ns(const struct __kernel_timespec *ts, u64 *ns);
/* 0 or -EFAULT */
int get_timespec(struct __kernel_timespec *ts, const struct __kernel_timespec __user *user);
int put_timespec(const struct __kernel_timespec *ts, struct __kernel_timespec __user *user);

#endif
