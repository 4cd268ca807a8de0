/* Contents of files: pages that are counted, and holes, which are pages that are not there. */
#include "internal.h"

/* ---- Pages ---- */

static void add_blocks(struct inode *inode, long pages)
{
	struct tmpfs *fs = tmpfs_of(inode);

	spin_lock(&fs->blocks_lock);
	inode->i_blocks += pages * (long)(PAGE_SIZE / 512);
	spin_unlock(&fs->blocks_lock);
}

/* page->private: 1, this page is counted. */
static int charge_page(struct inode *inode, struct page *page)
{
	struct tmpfs *fs = tmpfs_of(inode);

	if (!charge(&fs->pages, fs->max_pages))
		return -ENOSPC;
	page->private = 1;
	add_blocks(inode, 1);
	return 0;
}

static int tmpfs_write_begin(struct address_space *mapping, struct page *page, unsigned int from, unsigned int to)
{
	char *data = page_address(page);
	int err = page->private ? 0 : charge_page(mapping->host, page);

	if (unlikely(err))
		return err;
	if (!page_test_flag(page, PG_uptodate)) {
		memset(data, 0, from);
		memset(data + to, 0, PAGE_SIZE - to);
	}
	return 0;
}

static void uncharge_page(struct inode *inode)
{
	atomic_long_dec(&tmpfs_of(inode)->pages);
	add_blocks(inode, -1);
}

static void tmpfs_invalidate_page(struct address_space *mapping, struct page *page)
{
	if (page->private)
		uncharge_page(mapping->host);
	page->private = 0;
}

const struct address_space_operations tmpfs_aops = {
	.write_begin = tmpfs_write_begin,
	.invalidate_page = tmpfs_invalidate_page,
};

/*
 * Make a hole a page like any other; mapped: only before the end of the file, which may be moving. 0, -ENOSPC,
 * -ENOMEM, -EFAULT.
 */
static int fill_hole(struct inode *inode, unsigned long index, bool mapped)
{
	struct page *page = grab_page(&inode->i_data, index);
	int err = 0;

	if (!page)
		return -ENOMEM;
	/* From here on who makes the file shorter finds the page. */
	if (mapped && index >= file_page_count(inode))
		err = -EFAULT;
	else if (!page->private)
		err = charge_page(inode, page);
	if (!err && !page_test_flag(page, PG_uptodate)) {
		clear_page(page_address(page));
		page_set_flag(page, PG_uptodate);
	}
	if (page_test_flag(page, PG_uptodate))
		unlock_page(page);
	else
		discard_page(&inode->i_data, page);
	put_page(page);
	return err;
}

static bool is_counted(struct inode *inode, unsigned long index)
{
	struct page *page = find_get_page(&inode->i_data, index);
	bool counted = page && page->private;

	if (page)
		put_page(page);
	return counted;
}

static vm_fault_t tmpfs_fault(struct vm_fault *vmf)
{
	struct inode *inode = vmf->vma->vm_file->f_inode;
	vm_fault_t ret;
	int err;

	while (vmf->pgoff < file_page_count(inode)) {
		err = is_counted(inode, vmf->pgoff) ? 0 : fill_hole(inode, vmf->pgoff, true);
		if (err)
			return err == -ENOMEM ? VM_FAULT_OOM : VM_FAULT_SIGBUS;
		ret = filemap_fault(vmf);
		if (ret & VM_FAULT_ERROR || vmf->page->private)
			return ret;
		put_page(vmf->page); /* a hole was punched meanwhile */
	}
	return VM_FAULT_SIGBUS;
}

static const struct vm_operations tmpfs_vm_ops = { .fault = tmpfs_fault };

static int tmpfs_mmap(struct file *file, struct vm_area_struct *vma)
{
	int err = generic_file_mmap(file, vma);

	if (!err)
		vma->vm_ops = &tmpfs_vm_ops;
	return err;
}

static int tmpfs_truncate(struct inode *inode, loff_t size)
{
	i_size_write(inode, size);
	truncate_pages(&inode->i_data, size);
	inode->i_mtime = inode->i_ctime = current_time_ns();
	return 0;
}

/* ---- Holes: pages that are not there ---- */

/* What lies in [off, end) becomes zero; whole pages of it go, unless they are mapped. */
static void punch(struct inode *inode, loff_t off, loff_t end)
{
	struct address_space *mapping = &inode->i_data;
	unsigned long index = (u64)off >> PAGE_SHIFT, last = (u64)(end - 1) >> PAGE_SHIFT;
	struct page *page;

	for (; (page = find_cached_page(mapping, &index)) && index <= last; index++) {
		loff_t start = (loff_t)index << PAGE_SHIFT;
		unsigned int from = max(off, start) - start;
		unsigned int to = min(end - start, (loff_t)PAGE_SIZE);
		bool counted;

		lock_page(page);
		memset((char *)page_address(page) + from, 0, to - from);
		counted = page->private;
		if (to - from < PAGE_SIZE)
			unlock_page(page);
		else if (drop_unused_page(mapping, page) && counted)
			uncharge_page(inode);
		put_page(page);
		cond_resched();
	}
	if (page)
		put_page(page);
}

/* What it has got stays on -ENOSPC. */
static int allocate(struct inode *inode, loff_t off, loff_t end)
{
	unsigned long index = (u64)off >> PAGE_SHIFT, last = (u64)(end - 1) >> PAGE_SHIFT;
	int err = 0;

	if (last - index >= (unsigned long)tmpfs_of(inode)->max_pages)
		return -ENOSPC;
	for (; index <= last && !err; index++) {
		err = fatal_signal_pending(current) ? -EINTR : fill_hole(inode, index, false);
		cond_resched();
	}
	return err;
}

static int tmpfs_fallocate(struct inode *inode, int mode, loff_t off, loff_t len)
{
	int err = 0;

	if (mode & FALLOC_FL_PUNCH_HOLE)
		punch(inode, off, off + len);
	else
		err = allocate(inode, off, off + len);
	if (!err && !(mode & FALLOC_FL_KEEP_SIZE) && off + len > inode->i_size)
		i_size_write(inode, off + len);
	inode->i_mtime = inode->i_ctime = current_time_ns();
	return err;
}

static s64 find_change(struct inode *inode, unsigned long index, unsigned long end, bool hole)
{
	for (; index < end; index++) {
		unsigned long next = index;
		struct page *page = find_cached_page(&inode->i_data, &next);

		if (page)
			put_page(page);
		if (!hole)
			return page ? min(next, end) : end;
		if (!page || next != index)
			return index;
		cond_resched();
	}
	return end;
}

static loff_t tmpfs_llseek(struct file *file, loff_t offset, int whence)
{
	return llseek_with_holes(file, offset, whence, find_change);
}

/* ---- Operations ---- */

int tmpfs_fsync(struct file *file, bool datasync)
{
	return 0;
}

const struct inode_operations tmpfs_file_iops = {
	.truncate = tmpfs_truncate,
	.fallocate = tmpfs_fallocate,
};

const struct file_operations tmpfs_file_fops = {
	.read = generic_file_read,
	.write = generic_file_write,
	.llseek = tmpfs_llseek,
	.mmap = tmpfs_mmap,
	.fsync = tmpfs_fsync,
};
