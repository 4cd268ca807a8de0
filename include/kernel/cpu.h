/*
 * struct cpu: what each CPU has for itself. Only its own CPU touches a field, with no interrupt
 * handler doing the same, unless the field says otherwise. The kernel is not preempted, so
 * this_cpu() stays true until the caller sleeps or schedules.
 */
#ifndef KERNEL_CPU_H
#define KERNEL_CPU_H

#include <arch/cpu.h>
#include <kernel/list.h>
#include <kernel/sched.h>
#include <kernel/time.h>
#include <kernel/types.h>

#define NR_CPUS 8

typedef unsigned long cpumask_t; /* bit n: CPU n; used with atomics where several CPUs write */

struct page;
struct mm_struct;
struct task_struct;

/* Order-0 frames kept at hand. */
struct page_list {
	struct list_head pages;
	unsigned int count;
};

/* Page tables that are all zero (a pgd: all zero in its user half), linked through their first word
 * while they wait. What is freed here is already clean, so fork need not clear tables. */
struct table_list {
	void *head;
	unsigned int count;
};

struct cpu {
	unsigned int id;	  /* 0 .. nr_cpus - 1 */
	unsigned long hwid;	  /* hart id or APIC id */
	bool online;		  /* set once, by the CPU itself */
	struct task_struct *curr; /* whom it runs; other CPUs may look while they hold rq.lock */
	struct task_struct *idle;
	struct rq rq;
	struct timer_queue timers;
	struct page_list free_pages; /* interrupts off */
	struct table_list free_tables;
	struct table_list free_pgds;
	unsigned int irq_depth; /* > 0 in an interrupt handler */
	struct arch_cpu arch;	/* the port's part */
};

extern struct cpu cpus[NR_CPUS];
extern unsigned int nr_cpus; /* those that the machine has and maxcpus= allows; fixed after boot */
extern cpumask_t cpu_online_mask;

/* this_cpu() is current->thread_info.cpu; see task.h. */
#define for_each_online_cpu(cpu)                            \
	for ((cpu) = cpus; (cpu) < cpus + nr_cpus; (cpu)++) \
		if (!(cpu)->online) {                       \
		} else

#endif
