/*
 * The proc file system and its root directory.
 *
 * Nothing in it is cached (SB_NOCACHE): a look-up of /proc/7 makes a dentry and an inode, with a reference to
 * the task that is number 7 at the moment, and they go with the last user. So a name never outlives what
 * it stood for. The task's structure may outlive the task; what is then read says that it is gone.
 */
#include "internal.h"
#include <abi/statfs.h>
#include <kernel/filemap.h>
#include <kernel/slab.h>
#include <kernel/string.h>

#define PROC_MAGIC    0x9fa0
#define ROOT_INO      1
#define SYSTEM_INO    2	  /* of the first entry of /proc itself */
#define FIRST_PID_POS 256 /* position of pid 0 in the directory */

static struct kmem_cache *proc_inode_cache;

/* ---- Inodes ---- */

static struct inode *proc_alloc_inode(struct super_block *sb)
{
	struct proc_inode *pi = kmem_cache_alloc(proc_inode_cache, GFP_KERNEL);

	if (!pi)
		return NULL;
	pi->entry = NULL;
	pi->task = NULL;
	pi->fd = 0;
	return &pi->inode;
}

static void proc_free_inode(struct inode *inode)
{
	struct proc_inode *pi = PROC_I(inode);

	if (pi->task)
		put_task(pi->task);
	kmem_cache_free(proc_inode_cache, pi);
}

ino_t proc_ino(const struct task_struct *tsk, unsigned int nr)
{
	return tsk ? ((ino_t)tsk->pid << 32) + nr : nr;
}

struct inode *proc_new_inode(struct super_block *sb, const struct proc_entry *entry, struct task_struct *tsk,
			     unsigned int nr)
{
	struct inode *inode = new_inode(sb);
	struct proc_inode *pi;

	if (!inode)
		return NULL;
	pi = PROC_I(inode);
	pi->entry = entry;
	if (tsk) {
		get_task(tsk);
		pi->task = tsk;
	}
	inode->i_ino = proc_ino(tsk, nr);
	inode->i_mode = entry->mode;
	if (S_ISDIR(entry->mode))
		inode->i_nlink = 2;
	if (entry->iops)
		inode->i_op = entry->iops;
	inode->i_fop = entry->fops ? entry->fops : &proc_text_fops;
	inode_init_lock(inode);
	return inode;
}

/* ---- Tables of entries ---- */

const struct proc_entry *proc_find_entry(const struct proc_entry *entries, unsigned int n, const struct dentry *dentry)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		if (!strcmp(entries[i].name, dentry->d_name))
			return &entries[i];
	return NULL;
}

bool proc_emit_entries(const struct proc_entry *entries, unsigned int n, struct dir_context *ctx, ino_t first_ino)
{
	while (ctx->pos - 2 < n) {
		unsigned int i = ctx->pos - 2;

		if (!dir_emit(ctx, entries[i].name, strlen(entries[i].name), first_ino + i,
			      mode_to_dt(entries[i].mode)))
			return false;
		ctx->pos++;
	}
	return true;
}

long proc_number(const struct dentry *dentry)
{
	const char *p = dentry->d_name;
	long n = 0;

	if (*p == '0' && dentry->d_len > 1)
		return -1;
	for (; *p; p++) {
		if (*p < '0' || *p > '9' || n > 100000000)
			return -1;
		n = 10 * n + (*p - '0');
	}
	return n;
}

/* ---- /proc ---- */

static struct inode *root_lookup(struct inode *dir, struct dentry *dentry)
{
	const struct proc_entry *entry = proc_find_entry(system_entries, nr_system_entries, dentry);
	struct task_struct *tsk;
	struct inode *inode;
	long pid;

	if (entry) {
		inode = proc_new_inode(dir->i_sb, entry, NULL, SYSTEM_INO + (entry - system_entries));
		return inode ? inode : ERR_PTR(-ENOMEM);
	}
	pid = proc_number(dentry);
	tsk = pid > 0 ? get_task_by_pid(pid) : NULL;
	if (!tsk)
		return ERR_PTR(-ENOENT); /* not even a name that could be made */
	inode = proc_new_inode(dir->i_sb, &pid_dir_entry, tsk, 0);
	put_task(tsk);
	return inode ? inode : ERR_PTR(-ENOMEM);
}

/* The lowest number from pid on that a task has, or 0. */
static pid_t next_pid(pid_t pid)
{
	struct task_struct *tsk;
	pid_t best = 0;

	spin_lock(&tasklist_lock);
	list_for_each_entry(tsk, &task_list, tasks)
		if (tsk->pid >= pid && (!best || tsk->pid < best))
			best = tsk->pid;
	spin_unlock(&tasklist_lock);
	return best;
}

static int root_readdir(struct file *file, struct dir_context *ctx)
{
	char name[12];
	pid_t pid;
	int len;

	if (!dir_emit_dots(file, ctx))
		return 0;
	if (ctx->pos < FIRST_PID_POS) {
		if (!proc_emit_entries(system_entries, nr_system_entries, ctx, SYSTEM_INO))
			return 0;
		ctx->pos = FIRST_PID_POS + 1;
	}
	while ((pid = next_pid(ctx->pos - FIRST_PID_POS))) {
		ctx->pos = FIRST_PID_POS + pid;
		len = snprintf(name, sizeof(name), "%d", pid);
		if (!dir_emit(ctx, name, len, (ino_t)pid << 32, DT_DIR))
			return 0;
		ctx->pos++;
	}
	return 0;
}

static const struct inode_operations root_iops = {
	.lookup = root_lookup,
};

static const struct file_operations root_fops = {
	.readdir = root_readdir,
};

static const struct proc_entry root_entry = {
	.name = "/",
	.mode = S_IFDIR | 0555,
	.iops = &root_iops,
	.fops = &root_fops,
};

/* ---- The file system ---- */

static int proc_statfs(struct super_block *sb, struct statfs *st)
{
	st->f_type = PROC_MAGIC;
	return 0;
}

static const struct super_operations proc_sops = {
	.alloc_inode = proc_alloc_inode,
	.free_inode = proc_free_inode,
	.statfs = proc_statfs,
};

static int proc_fill_super(struct super_block *sb, dev_t dev, const char *data)
{
	struct inode *root;

	sb->s_op = &proc_sops;
	sb->s_flags |= SB_NOCACHE;
	sb->s_blocksize = PAGE_SIZE;
	root = proc_new_inode(sb, &root_entry, NULL, ROOT_INO);
	if (root)
		sb->s_root = d_make_root(sb, root);
	return sb->s_root ? 0 : -ENOMEM;
}

static struct file_system_type proc_type = {
	.name = "proc",
	.nodev = true,
	.fill_super = proc_fill_super,
};

void procfs_init(void)
{
	proc_inode_cache = kmem_cache_create("proc_inode", sizeof(struct proc_inode), 0);
	register_filesystem(&proc_type);
}
