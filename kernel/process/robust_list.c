/*
 * Locks that outlive their holder: a task says where the list of those that it holds begins, and when it leaves its
 * address space without having let go of them, each one's word is marked. The list is the program's, so it may be
 * damaged, a circle, or changed by other threads meanwhile.
 */
#include <abi/futex.h>
#include <kernel/mm.h>
#include <kernel/process.h>
#include <kernel/sched.h>
#include <kernel/syscalls.h>
#include <kernel/uaccess.h>

#define PI_LOCK 1ul /* the lowest bit of a pointer to an entry */

long sys_set_robust_list(struct robust_list_head __user *head, size_t size)
{
	if (size != sizeof(*head))
		return -EINVAL;
	current->robust_list = head;
	return 0;
}

long sys_get_robust_list(pid_t pid, struct robust_list_head __user *__user *uhead, size_t __user *usize)
{
	struct task_struct *tsk = current;
	struct robust_list_head __user *head;

	get_task(tsk);
	if (pid) {
		put_task(tsk);
		tsk = get_task_by_pid(pid);
	}
	if (!tsk)
		return -ESRCH;
	head = READ_ONCE(tsk->robust_list);
	put_task(tsk);
	return put_user(sizeof(*head), usize) || put_user(head, uhead) ? -EFAULT : 0;
}

/* Whoever waits for the lock stays marked as waiting. 0 or -EFAULT. */
static int mark_dead(u32 __user *word, pid_t tid)
{
	u32 old, seen;

	if ((unsigned long)word % sizeof(*word) || get_user(old, word))
		return -EFAULT;
	while ((old & FUTEX_TID_MASK) == (u32)tid) {
		if (raw_cmpxchg_user(word, old, (old & FUTEX_WAITERS) | FUTEX_OWNER_DIED, &seen))
			return -EFAULT;
		if (seen == old)
			break;
		old = seen;
	}
	return 0;
}

static u32 __user *word_of(unsigned long entry, long offset)
{
	return (u32 __user *)((entry & ~PI_LOCK) + offset);
}

void exit_robust_list(struct task_struct *tsk)
{
	unsigned long start = (unsigned long)tsk->robust_list, entry, next = start;
	struct robust_list_head head;

	tsk->robust_list = NULL;
	if (copy_from_user(&head, (void __user *)start, sizeof(head)))
		return;
	entry = (unsigned long)head.list.next;
	for (int i = 0; i < ROBUST_LIST_LIMIT && (entry & ~PI_LOCK) != start; i++) {
		/* The word is its next owner's as soon as it is marked, and the entry may go. */
		int err = get_user(next, (unsigned long __user *)(entry & ~PI_LOCK));

		if (entry != (unsigned long)head.list_op_pending)
			err |= mark_dead(word_of(entry, head.futex_offset), tsk->pid);
		if (err)
			return;
		entry = next;
		cond_resched();
	}
	if (head.list_op_pending)
		mark_dead(word_of((unsigned long)head.list_op_pending, head.futex_offset), tsk->pid);
}
