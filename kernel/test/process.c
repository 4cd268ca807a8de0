/* Tasks: what a kernel thread has when a program has it made, and a program's memory as the kernel stores to it. */
#include <abi/wait.h>
#include <arch/tlb.h>
#include <kernel/completion.h>
#include <kernel/err.h>
#include <kernel/mm.h>
#include <kernel/panic.h>
#include <kernel/process.h>
#include <kernel/syscalls.h>
#include <kernel/uaccess.h>

#include "internal.h"

#define BASE  (TASK_SIZE / 4)
#define VM_RW (VM_READ | VM_WRITE | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC)

/* As exec would: current has an address space from now on, with one page at BASE. It ends by do_exit(). */
static void become_program(void)
{
	struct mm_struct *mm = mm_alloc();

	BUG_ON(!mm);
	down_write(&mm->mmap_lock);
	EXPECT(map_anonymous(mm, BASE, PAGE_SIZE, VM_RW) == 0);
	up_write(&mm->mmap_lock);
	exec_mmap(mm);
}

/* Trap: mount() starts a thread, which would keep the program's memory and return to it in the end. */
static int check_own_things(void *done)
{
	EXPECT(!current->mm && !current->files && !current->fs);
	EXPECT(current->sighand == &init_sighand && current->parent == &init_task);
	EXPECT(current->flags & PF_KTHREAD && !current->pgrp && !current->session);
	complete(done);
	return 0;
}

static int program_makes_thread(void *unused)
{
	struct completion done;

	become_program();
	init_completion(&done);
	if (IS_ERR(kernel_thread(check_own_things, &done, "ktest")))
		EXPECT(!"a thread can be started");
	else
		wait_for_completion(&done);
	EXPECT(atomic_read(&current->mm->mm_users) == 1);
	do_exit(0);
}

static void test_thread_of_program(void)
{
	run_threads(1, program_makes_thread, NULL);
}

/* A page that is shared after fork becomes writable, whatever is in it, and what is in it stays. */
static int check_fault_in(void *unused)
{
	u32 __user *word = (u32 __user *)BASE;
	struct mm_struct *mm;
	pte_t *pte;
	u32 value;

	become_program();
	mm = current->mm;
	for (u32 content = 0; content < 2; content++) {
		EXPECT(put_user(content, word) == 0);
		pte = pte_lookup(mm, BASE);
		set_pte(pte, pte_wrprotect(*pte));
		flush_tlb_page(mm, BASE);
		EXPECT(copy_to_user_nofault(word, &content, 4) == 4);
		EXPECT(fault_in_writeable(word, 4) == 0);
		EXPECT(pte_write(*pte) && copy_to_user_nofault(word + 1, &content, 4) == 0);
		EXPECT(get_user(value, word) == 0 && value == content);
	}
	EXPECT(fault_in_writeable(word, PAGE_SIZE + 1) == -EFAULT);
	do_exit(0);
}

static void test_fault_in(void)
{
	run_threads(1, check_fault_in, NULL);
}

/* ---- numbers ---- */

static struct completion member_may_end;
static pid_t leader, member; /* the test's child, and by inheritance too */

static int group_member(void *unused)
{
	wait_for_completion(&member_may_end);
	return 0;
}

/* Begins a group of its own, puts somebody into it, and ends. */
static int group_leader(void *unused)
{
	struct task_struct *tsk;

	leader = current->pid;
	spin_lock(&tasklist_lock);
	pid_set_group(current, leader, leader);
	spin_unlock(&tasklist_lock);
	tsk = kernel_thread(group_member, NULL, "ktest");
	BUG_ON(IS_ERR(tsk));
	member = tsk->pid;
	return 0;
}

/* Do numbers come round to this one? */
static bool pid_is_given_out(pid_t wanted)
{
	bool found = false;
	pid_t pid;

	for (unsigned int i = 0; i < 40000 && !found; i++) {
		if (pid_alloc(&pid)) {
			EXPECT(!"there are numbers");
			break;
		}
		found = pid == wanted;
		pid_free(pid);
	}
	return found;
}

static void test_number_of_group(void)
{
	init_completion(&member_may_end);
	run_threads(1, group_leader, NULL);
	EXPECT(!pid_is_given_out(leader));
	complete(&member_may_end);
	EXPECT(sys_wait4(member, NULL, __WALL, NULL) == member);
	EXPECT(pid_is_given_out(leader));
}

const struct ktest process_tests[] = {
	{ "pid: the number of a group is not given out again while it has members", test_number_of_group },
	{ "process: a kernel thread has nothing of the program that had it made", test_thread_of_program },
	{ "uaccess: fault_in_writeable makes a shared page writable", test_fault_in },
	{ NULL, NULL },
};
