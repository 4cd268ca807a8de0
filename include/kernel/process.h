/* A task's life: fork, exec, exit, wait. The documented path starts here. */
#ifndef KERNEL_PROCESS_H
#define KERNEL_PROCESS_H

#include <abi/sched.h>
#include <kernel/compiler.h>
#include <kernel/task.h>

struct file;

/* What clone(), clone3(), fork() and vfork() ask for, in one form. */
struct kernel_clone_args {
	u64 flags;	     /* CLONE_*, without the exit signal */
	int exit_signal;     /* to the parent when the child dies */
	unsigned long stack; /* initial user stack pointer; 0: the caller's */
	unsigned long tls;
	int __user *parent_tid;
	int __user *child_tid;
	int (*fn)(void *); /* kernel threads only */
	void *fn_arg;
};

/* pid of the child, or -errno and no trace of it. With CLONE_VFORK sleeps until mm_release(). */
long do_fork(struct kernel_clone_args *args);

/* A new task, or ERR_PTR. It has a number and a parent already, and is on no run queue. */
struct task_struct *__must_check copy_process(struct kernel_clone_args *args);

/* Never returns. code is the wait status word: (exit status << 8) or a signal number. */
void __noreturn do_exit(int code);

/* robust_list.c: tsk, which is current and has a list, leaves its space. */
void exit_robust_list(struct task_struct *tsk);

/* vfork.c: lender and borrower. */
void mm_release(struct task_struct *tsk, struct mm_struct *mm);
void complete_vfork_done(struct task_struct *tsk);
int wait_for_vfork_done(struct task_struct *child, struct completion *vfork);

/* exec.c: replace the caller's program; argv and envp are user pointers. 0 or -errno, on failure nothing changed. */
int do_execve(const char *path, const char __user *const __user *argv,
	      const char __user *const __user *envp);
/* The same for pid 1, with kernel strings. */
int kernel_execve(const char *path, const char *const *argv, const char *const *envp);

/* ids.c */
int do_prlimit(unsigned int resource, const struct rlimit64 *new, struct rlimit64 *old);

/* exit.c: give back one share each. */
void exit_mm(struct task_struct *tsk);

/* wait.c: what tsk itself, and its children that it has waited for, have used. */
struct rusage;
/* As wait4(), into kernel memory, ru may be NULL; for kernel threads as well, whose children need __WALL. */
long do_wait4(pid_t pid, int *status, int options, struct rusage *ru);
void get_rusage(const struct task_struct *tsk, bool self, bool children, struct rusage *ru);

#endif
