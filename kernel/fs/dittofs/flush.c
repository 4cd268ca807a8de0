/*
 * The flusher: a kernel thread for each mounted file system. What is written to files is on the
 * disk some seconds later even if nobody asks.
 */
#include "internal.h"

#define FLUSH_INTERVAL (5 * NSEC_PER_SEC)

/*
 * One dirty inode off the list, with a reference; NULL: there is none that is not going away by
 * itself.
 */
static struct inode *next_dirty(struct ditto_sb *ds)
{
	struct ditto_inode *di;
	struct inode *found = NULL;

	spin_lock(&ds->dirty_lock);
	list_for_each_entry(di, &ds->dirty_inodes, dirty_link) {
		if (!atomic_inc_not_zero(&di->vfs.i_count))
			continue; /* evict_inode() writes it */
		found = &di->vfs;
		list_del_init(&di->dirty_link);
		WRITE_ONCE(di->dirty, false);
		break;
	}
	spin_unlock(&ds->dirty_lock);
	return found;
}

static int write_inode_now(struct ditto_sb *ds, struct inode *inode)
{
	struct log_op op;
	int err, werr;

	err = filemap_write(&inode->i_data, 0, ~0ul);
	werr = log_begin(&op, ds, INODE_CREDITS);
	if (!werr) {
		inode_write_settled(&op, inode);
		log_end(&op);
	}
	return err ? err : werr;
}

static unsigned int nr_dirty_inodes(struct ditto_sb *ds)
{
	struct list_head *link;
	unsigned int n = 0;

	spin_lock(&ds->dirty_lock);
	list_for_each(link, &ds->dirty_inodes)
		n++;
	spin_unlock(&ds->dirty_lock);
	return n;
}

int flush_inodes(struct ditto_sb *ds, bool wait)
{
	unsigned int left = nr_dirty_inodes(ds); /* one that is mapped comes back at once */
	struct inode *inode;
	int err, first_err = 0;

	while (left-- && (inode = next_dirty(ds))) {
		err = write_inode_now(ds, inode);
		if (wait)
			filemap_wait_writeback(&inode->i_data);
		if (err == -ENOMEM)
			ditto_dirty_inode(inode);
		iput(inode);
		if (err && !first_err)
			first_err = err;
		if (err == -ENOMEM || err == -EIO)
			break;
	}
	return first_err;
}

static bool something_dirty(struct ditto_sb *ds)
{
	return !list_empty(&ds->dirty_inodes) || READ_ONCE(ds->log.nr_blocks);
}

/* Sleep until there is something to write, and then until it is time. */
static void wait_for_work(struct ditto_sb *ds)
{
	u64 left = FLUSH_INTERVAL;

	wait_event(ds->flush_wait, READ_ONCE(ds->stopping) || something_dirty(ds));
	while (left && !READ_ONCE(ds->stopping)) {
		DEFINE_WAIT(entry);

		prepare_to_wait(&ds->flush_wait, &entry, TASK_UNINTERRUPTIBLE);
		if (!READ_ONCE(ds->stopping))
			left = schedule_timeout(left);
		finish_wait(&ds->flush_wait, &entry);
	}
}

static int flusher(void *arg)
{
	struct ditto_sb *ds = arg;

	while (!READ_ONCE(ds->stopping)) {
		wait_for_work(ds);
		flush_inodes(ds, false);
		log_commit_running(ds, false);
	}
	complete(&ds->flusher_gone);
	return 0;
}

int flusher_start(struct ditto_sb *ds)
{
	struct task_struct *tsk;

	init_completion(&ds->flusher_gone);
	tsk = kernel_thread(flusher, ds, "flush");
	if (IS_ERR(tsk))
		return PTR_ERR(tsk);
	ds->flusher = tsk;
	return 0;
}

void flusher_stop(struct ditto_sb *ds)
{
	if (!ds->flusher)
		return;
	WRITE_ONCE(ds->stopping, true);
	wake_up(&ds->flush_wait);
	wait_for_completion(&ds->flusher_gone);
	ds->flusher = NULL;
}
