/* /proc/PID: a task, as others see it. All of it may be gone, or go, while it is looked at. */
#include "internal.h"
#include <abi/signal.h>
#include <kernel/div.h>
#include <kernel/file.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/time.h>

bool task_is_gone(struct task_struct *tsk)
{
	bool gone;

	spin_lock(&tasklist_lock);
	gone = find_task_by_pid(tsk->pid) != tsk;
	spin_unlock(&tasklist_lock);
	return gone;
}

/* ---- What is printed in more than one file ---- */

static char state_letter(struct task_struct *tsk)
{
	if (tsk->zombie)
		return 'Z';
	switch (READ_ONCE(tsk->state)) {
	case TASK_RUNNING:
		return 'R';
	case TASK_INTERRUPTIBLE:
		return 'S';
	case TASK_STOPPED:
		return 'T';
	case TASK_DEAD:
		return 'Z';
	default:
		return 'D';
	}
}

static const char *state_name(char letter)
{
	switch (letter) {
	case 'R':
		return "running";
	case 'S':
		return "sleeping";
	case 'D':
		return "disk sleep";
	case 'T':
		return "stopped";
	default:
		return "zombie";
	}
}

/* What tasklist_lock and sighand->lock guard, taken at one moment. */
struct task_view {
	pid_t ppid, pgrp, session;
	char state;
	int exit_code;
	sigset_t pending, blocked, ignored;
	unsigned long cmin_flt, cmaj_flt;
	u64 cutime, cstime;
};

static void view_signals(struct task_struct *tsk, struct task_view *view)
{
	struct sighand_struct *sighand = tsk->sighand;
	unsigned long flags;
	unsigned int i;

	if (!sighand)
		return;
	spin_lock_irqsave(&sighand->lock, flags);
	view->pending = tsk->pending.signal;
	view->blocked = tsk->blocked;
	for (i = 0; i < _NSIG; i++)
		if (sighand->action[i].sa_handler == SIG_IGN)
			view->ignored.sig[i / (8 * sizeof(long))] |= 1ul << i % (8 * sizeof(long));
	spin_unlock_irqrestore(&sighand->lock, flags);
}

/* -ESRCH: it has been waited for. */
static int view_task(struct task_struct *tsk, struct task_view *view)
{
	*view = (struct task_view){ .state = state_letter(tsk) };
	spin_lock(&tasklist_lock);
	if (find_task_by_pid(tsk->pid) != tsk) {
		spin_unlock(&tasklist_lock);
		return -ESRCH;
	}
	view->ppid = tsk->parent ? tsk->parent->tgid : 0;
	view->pgrp = tsk->pgrp;
	view->session = tsk->session;
	view->exit_code = tsk->exit_code;
	view->cmin_flt = tsk->cmin_flt;
	view->cmaj_flt = tsk->cmaj_flt;
	view->cutime = tsk->cutime;
	view->cstime = tsk->cstime;
	view_signals(tsk, view);
	spin_unlock(&tasklist_lock);
	return 0;
}

static unsigned long long sigset_bits(const sigset_t *set)
{
	unsigned long long high = set->sig[ARRAY_SIZE(set->sig) - 1];

	return sizeof(long) == 8 ? set->sig[0] : set->sig[0] | high << 32;
}

/* ---- status ---- */

static void print_identity(struct proc_text *text, struct task_struct *tsk, const struct task_view *view)
{
	proc_printf(text, "Name:\t%s\n", tsk->comm);
	proc_printf(text, "State:\t%c (%s)\n", view->state, state_name(view->state));
	proc_printf(text, "Tgid:\t%d\nPid:\t%d\nPPid:\t%d\nTracerPid:\t0\n", tsk->tgid, tsk->pid, view->ppid);
	proc_printf(text, "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\n");
}

static void print_fdsize(struct proc_text *text, struct task_struct *tsk)
{
	unsigned int size = 0;

	task_lock(tsk);
	if (tsk->files)
		size = tsk->files->max_fds;
	task_unlock(tsk);
	proc_printf(text, "FDSize:\t%u\n", size);
}

static int show_status(struct proc_text *text, struct task_struct *tsk)
{
	struct task_view view;
	struct mm_struct *mm;
	int err = view_task(tsk, &view);

	if (err)
		return err;
	print_identity(text, tsk, &view);
	print_fdsize(text, tsk);
	mm = get_task_mm(tsk);
	if (mm) {
		proc_print_mm(text, mm);
		mmput(mm);
	}
	proc_printf(text, "Threads:\t1\n");
	proc_printf(text, "SigPnd:\t%016llx\nShdPnd:\t%016llx\nSigBlk:\t%016llx\nSigIgn:\t%016llx\nSigCgt:\t%016llx\n",
		    sigset_bits(&view.pending), 0ull, sigset_bits(&view.blocked), sigset_bits(&view.ignored), 0ull);
	proc_printf(text, "voluntary_ctxt_switches:\t%lu\nnonvoluntary_ctxt_switches:\t%lu\n", tsk->nvcsw, tsk->nivcsw);
	return 0;
}

/* ---- stat, statm ---- */

static unsigned long ticks(u64 ns)
{
	u32 rest;

	return div_u64(ns, NSEC_PER_SEC / USER_HZ, &rest);
}

/* Fields 23 on that are about memory, in the order of proc(5). */
struct stat_mm {
	unsigned long vsize, rss, start_code, end_code, start_stack, start_data, end_data, start_brk, arg_start,
		arg_end, env_start, env_end;
};

static void view_mm(struct task_struct *tsk, struct stat_mm *view)
{
	struct mm_struct *mm = get_task_mm(tsk);

	memset(view, 0, sizeof(*view));
	if (!mm)
		return;
	*view = (struct stat_mm){
		mm->total_vm * PAGE_SIZE,
		mm_rss(mm),
		mm->start_code,
		mm->end_code,
		mm->start_stack,
		mm->start_data,
		mm->end_data,
		mm->start_brk,
		mm->arg_start,
		mm->arg_end,
		mm->env_start,
		mm->env_end,
	};
	mmput(mm);
}

static int show_stat(struct proc_text *text, struct task_struct *tsk)
{
	struct task_view view;
	struct stat_mm mm;
	int err = view_task(tsk, &view);

	if (err)
		return err;
	view_mm(tsk, &mm);
	proc_printf(text, "%d (%s) %c %d %d %d 0 -1 %u ", tsk->pid, tsk->comm, view.state, view.ppid, view.pgrp,
		    view.session, tsk->flags);
	proc_printf(text, "%lu %lu %lu %lu %lu %lu %lu %lu 20 0 1 0 %lu ", tsk->min_flt, view.cmin_flt, tsk->maj_flt,
		    view.cmaj_flt, ticks(tsk->utime), ticks(tsk->stime), ticks(view.cutime), ticks(view.cstime),
		    ticks(tsk->start_time));
	proc_printf(text, "%lu %lu %lu %lu %lu %lu 0 0 ", mm.vsize, mm.rss, ~0ul, mm.start_code, mm.end_code,
		    mm.start_stack);
	proc_printf(text, "%lu %lu %lu 0 0 0 0 %d %u 0 0 0 0 0 ", view.pending.sig[0] & 0x7ffffffful,
		    view.blocked.sig[0] & 0x7ffffffful, view.ignored.sig[0] & 0x7ffffffful, tsk->exit_signal,
		    tsk->thread_info.cpu->id);
	proc_printf(text, "%lu %lu %lu %lu %lu %lu %lu %d\n", mm.start_data, mm.end_data, mm.start_brk, mm.arg_start,
		    mm.arg_end, mm.env_start, mm.env_end, view.exit_code);
	return 0;
}

static int show_statm(struct proc_text *text, struct task_struct *tsk)
{
	struct mm_struct *mm = get_task_mm(tsk);
	struct mm_areas areas = { 0 };

	if (!mm) {
		proc_printf(text, "0 0 0 0 0 0 0\n");
		return 0;
	}
	mm_count_areas(mm, &areas);
	proc_printf(text, "%lu %lu %ld %lu 0 %lu 0\n", mm->total_vm, mm_rss(mm), atomic_long_read(&mm->rss_file),
		    areas.exec, areas.data + areas.stack);
	mmput(mm);
	return 0;
}

static int show_comm(struct proc_text *text, struct task_struct *tsk)
{
	proc_printf(text, "%s\n", tsk->comm);
	return 0;
}

/* ---- exe, cwd, root ---- */

static struct dentry *follow_exe(struct inode *inode)
{
	struct mm_struct *mm = get_task_mm(PROC_I(inode)->task);
	struct dentry *dentry = ERR_PTR(-ENOENT);

	if (!mm)
		return dentry;
	if (mm->exe_file && mm->exe_file->f_dentry)
		dentry = dget(mm->exe_file->f_dentry);
	mmput(mm);
	return dentry;
}

static struct fs_struct *get_task_fs(struct task_struct *tsk)
{
	struct fs_struct *fs;

	task_lock(tsk);
	fs = tsk->fs;
	if (fs)
		fs_get(fs);
	task_unlock(tsk);
	return fs;
}

static struct dentry *follow_fs(struct inode *inode, bool root)
{
	struct fs_struct *fs = get_task_fs(PROC_I(inode)->task);
	struct dentry *dentry;

	if (!fs)
		return ERR_PTR(-ENOENT);
	spin_lock(&fs->lock);
	dentry = dget(root ? fs->root : fs->pwd);
	spin_unlock(&fs->lock);
	fs_put(fs);
	return dentry;
}

static struct dentry *follow_cwd(struct inode *inode)
{
	return follow_fs(inode, false);
}

static struct dentry *follow_root(struct inode *inode)
{
	return follow_fs(inode, true);
}

static const struct inode_operations exe_iops = { .follow_link = follow_exe };
static const struct inode_operations cwd_iops = { .follow_link = follow_cwd };
static const struct inode_operations root_link_iops = { .follow_link = follow_root };

/* ---- The directory ---- */

const struct proc_entry pid_entries[] = {
	{ "status", S_IFREG | 0444, show_status, NULL, NULL },
	{ "stat", S_IFREG | 0444, show_stat, NULL, NULL },
	{ "statm", S_IFREG | 0444, show_statm, NULL, NULL },
	{ "maps", S_IFREG | 0444, proc_show_maps, NULL, NULL },
	{ "cmdline", S_IFREG | 0444, proc_show_cmdline, NULL, NULL },
	{ "environ", S_IFREG | 0400, proc_show_environ, NULL, NULL },
	{ "comm", S_IFREG | 0444, show_comm, NULL, NULL },
	{ "mounts", S_IFREG | 0444, proc_show_mounts, NULL, NULL },
	{ "fail-nth", S_IFREG | 0644, NULL, &fail_nth_fops, NULL },
	{ "exe", S_IFLNK | 0777, NULL, NULL, &exe_iops },
	{ "cwd", S_IFLNK | 0777, NULL, NULL, &cwd_iops },
	{ "root", S_IFLNK | 0777, NULL, NULL, &root_link_iops },
	{ "fd", S_IFDIR | 0500, NULL, &fd_dir_fops, &fd_dir_iops },
};
const unsigned int nr_pid_entries = ARRAY_SIZE(pid_entries);

static struct inode *pid_lookup(struct inode *dir, struct dentry *dentry)
{
	const struct proc_entry *entry = proc_find_entry(pid_entries, nr_pid_entries, dentry);
	struct inode *inode;

	if (!entry || task_is_gone(PROC_I(dir)->task))
		return ERR_PTR(-ENOENT);
	inode = proc_new_inode(dir->i_sb, entry, PROC_I(dir)->task, 1 + (entry - pid_entries));
	return inode ? inode : ERR_PTR(-ENOMEM);
}

static int pid_readdir(struct file *file, struct dir_context *ctx)
{
	struct task_struct *tsk = PROC_I(file->f_inode)->task;

	if (task_is_gone(tsk))
		return -ENOENT;
	if (dir_emit_dots(file, ctx))
		proc_emit_entries(pid_entries, nr_pid_entries, ctx, proc_ino(tsk, 1));
	return 0;
}

static const struct inode_operations pid_dir_iops = {
	.lookup = pid_lookup,
};

static const struct file_operations pid_dir_fops = {
	.readdir = pid_readdir,
};

const struct proc_entry pid_dir_entry = {
	.mode = S_IFDIR | 0555,
	.iops = &pid_dir_iops,
	.fops = &pid_dir_fops,
};
