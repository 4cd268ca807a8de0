/*
 * Reading and writing through the page cache, and page faults on file mappings.
 *
 * A page that is there and uptodate is read with nothing but a reference to it. One that is not is
 * read from the disk together with those behind it, as many as the reader's habits promise to be of
 * use.
 *
 * A writer holds inode->lock, and one page locked while it stores to it. The bytes come from user
 * memory that may not be there, and the fault would want locks that come before these; so the copy
 * fails instead, everything is let go, the memory is touched, and the writer goes on from where it
 * was.
 */
#include "filemap.h"
#include <kernel/block.h>
#include <kernel/err.h>
#include <kernel/file.h>
#include <kernel/fs.h>
#include <kernel/signal.h>
#include <kernel/string.h>
#include <kernel/task.h>
#include <kernel/uio.h>

#define RA_MIN_PAGES 4
#define FAULT_AROUND 16 /* pages, aligned, that a fault reads */

/* ---- Bringing pages in ---- */

/*
 * Start reading index and up to nr - 1 pages after it, up to the first that is cached. 0,
 * -ENOMEM, -EEXIST.
 */
static int start_read(struct address_space *mapping, unsigned long index, unsigned int nr)
{
	struct page *pages[BLOCK_MAX_PAGES];
	unsigned int n;
	int err = 0;

	for (n = 0; n < nr; n++) {
		struct page *page = new_cache_page(mapping, index + n);

		if (IS_ERR(page)) {
			err = PTR_ERR(page);
			break;
		}
		pages[n] = page;
	}
	if (!n)
		return err;
	if (mapping->a_ops && mapping->a_ops->read_pages) {
		mapping->a_ops->read_pages(mapping, pages, n);
	} else {
		for (unsigned int i = 0; i < n; i++) {
			clear_page(page_address(pages[i]));
			page_end_read(pages[i], 0);
		}
	}
	while (n)
		put_page(pages[--n]);
	return 0;
}

/*
 * A page that is in the cache but not uptodate: someone reads it now, or somebody's attempt
 * failed.
 */
static int finish_read(struct address_space *mapping, struct page *page)
{
	wait_on_page_locked(page);
	if (page_test_flag(page, PG_uptodate))
		return 0;
	lock_page(page);
	if (page->mapping != mapping || page_test_flag(page, PG_uptodate)) {
		unlock_page(page);
		return page->mapping == mapping ? 0 : -EAGAIN;
	}
	page_clear_flag(page, PG_error);
	if (mapping->a_ops && mapping->a_ops->read_pages) {
		mapping->a_ops->read_pages(mapping, &page, 1);
	} else {
		clear_page(page_address(page));
		page_end_read(page, 0);
	}
	wait_on_page_locked(page);
	return page_test_flag(page, PG_uptodate) ? 0 : -EIO;
}

/*
 * The page at index, uptodate, with a reference; if it has to be read, so are the nr - 1 pages
 * after it. ERR_PTR.
 */
static struct page *get_uptodate_page(struct address_space *mapping, unsigned long index, unsigned int nr)
{
	struct page *page;
	int err;

	for (;;) {
		page = find_get_page(mapping, index);
		if (!page) {
			err = start_read(mapping, index, nr);
			if (err && err != -EEXIST)
				return ERR_PTR(err);
			continue;
		}
		if (page_test_flag(page, PG_uptodate))
			return page;
		err = finish_read(mapping, page);
		if (!err)
			return page;
		put_page(page);
		if (err && err != -EAGAIN)
			return ERR_PTR(err);
	}
}

struct page *read_mapping_page(struct address_space *mapping, unsigned long index)
{
	return get_uptodate_page(mapping, index, 1);
}

/* How far to read from index on: twice as far as last time if the reader goes straight on. */
static unsigned int read_ahead_window(struct file *file, unsigned long index)
{
	unsigned long end = file_page_count(file->f_inode);
	unsigned int nr = RA_MIN_PAGES;

	if (index == file->f_ra_next || index == 0)
		nr = max(2 * file->f_ra_pages, 2u * RA_MIN_PAGES);
	if (nr > BLOCK_MAX_PAGES)
		nr = BLOCK_MAX_PAGES;
	file->f_ra_pages = nr;
	file->f_ra_next = index + nr;
	return index < end ? min((unsigned long)nr, end - index) : 1;
}

static __noinline struct page *read_miss(struct file *file, struct address_space *mapping, unsigned long index)
{
	return get_uptodate_page(mapping, index, read_ahead_window(file, index));
}

static inline void mark_page_accessed(struct page *page)
{
	if (!page_test_flag(page, PG_referenced))
		page_set_flag(page, PG_referenced);
}

/* A hole of a file in memory stays one when it is read. */
static bool is_memory_hole(const struct address_space *mapping, const struct page *page)
{
	return !page && !(mapping->a_ops && mapping->a_ops->read_pages);
}

/* ---- read ---- */

ssize_t generic_file_read(struct file *file, struct iov_iter *to, loff_t *pos)
{
	struct inode *inode = file->f_inode;
	struct address_space *mapping = inode->i_mapping;
	loff_t p = *pos;
	ssize_t done;
	int err = 0;

	while (to->count) {
		loff_t size = i_size_read(inode);
		unsigned int offset = p & (PAGE_SIZE - 1);
		size_t n = PAGE_SIZE - offset, copied;
		struct page *page;

		if (p >= size)
			break;
		if (n > to->count)
			n = to->count;
		if (n > (u64)(size - p))
			n = size - p;
		page = find_get_page(mapping, p >> PAGE_SHIFT);
		if (unlikely(!page || !page_test_flag(page, PG_uptodate))) {
			if (is_memory_hole(mapping, page)) {
				copied = zero_iter(n, to);
				goto copied;
			}
			if (page)
				put_page(page);
			page = read_miss(file, mapping, p >> PAGE_SHIFT);
			if (IS_ERR(page)) {
				err = PTR_ERR(page);
				break;
			}
		}
		mark_page_accessed(page);
		copied = copy_to_iter((char *)page_address(page) + offset, n, to);
		put_page(page);
	copied:
		p += copied;
		if (unlikely(copied < n)) {
			err = -EFAULT;
			break;
		}
		cond_resched();
	}
	done = p - *pos;
	*pos = p;
	file_accessed(file);
	return done ? done : err;
}

/* ---- write ---- */

/* Make a locked page ready for a store to [from, to); see write_begin. */
static int prepare_store(struct address_space *mapping, struct page *page, unsigned int from, unsigned int to)
{
	char *data = page_address(page);

	if (mapping->a_ops && mapping->a_ops->write_begin)
		return mapping->a_ops->write_begin(mapping, page, from, to);
	if (!page_test_flag(page, PG_uptodate)) {
		memset(data, 0, from);
		memset(data + to, 0, PAGE_SIZE - to);
	}
	return 0;
}

/*
 * Store up to n bytes at pos, all within one page; how many were. Less than n: user memory is missing after
 * *readable bytes, and nothing or just these have been stored. inode->lock is held.
 */
static ssize_t write_one_page(struct address_space *mapping, struct iov_iter *from, loff_t pos, unsigned int n,
			      unsigned int *readable)
{
	unsigned int offset = pos & (PAGE_SIZE - 1);
	struct iov_iter before = *from;
	struct page *page;
	unsigned int copied;
	ssize_t err;

	*readable = 0;
	page = grab_page(mapping, (u64)pos >> PAGE_SHIFT);
	if (unlikely(!page))
		return -ENOMEM;
	err = prepare_store(mapping, page, offset, offset + n);
	if (unlikely(err))
		goto out;
	copied = copy_from_iter_nofault((char *)page_address(page) + offset, n, from);
	*readable = copied;
	if (unlikely(copied < n) && !page_test_flag(page, PG_uptodate)) {
		/* The page was made ready for n bytes, and has nothing where the rest of them should be. */
		*from = before;
		copied = 0;
	}
	err = copied;
	if (likely(copied)) {
		if (!page_test_flag(page, PG_uptodate))
			page_set_flag(page, PG_uptodate);
		set_page_dirty(page);
		/* With the page still locked: write-back cuts off what is behind the end. */
		if (pos + copied > mapping->host->i_size)
			i_size_write(mapping->host, pos + copied);
	}
out:
	if (likely(page_test_flag(page, PG_uptodate)))
		unlock_page(page);
	else
		discard_page(mapping, page);
	put_page(page);
	return err;
}

/* A writer that is faster than the disk waits for it before dirty pages fill the memory. */
static __noinline void throttle_writer(struct address_space *mapping)
{
	filemap_write(mapping, 0, ~0ul);
	if (nr_dirty_pages() + nr_writeback_pages() > 2 * dirty_limit)
		filemap_wait_writeback(mapping);
}

/* As above, but what user memory has is stored, on whatever page. */
static ssize_t write_some(struct address_space *mapping, struct iov_iter *from, loff_t pos, unsigned int n)
{
	unsigned int readable;
	ssize_t written;

	do {
		written = write_one_page(mapping, from, pos, n, &readable);
		n = readable;
	} while (unlikely(!written && n));
	return written;
}

/*
 * With inode->lock held, until everything is written, user memory is missing (-EFAULT) or an
 * error. Moves *pos.
 */
static int write_pages_locked(struct address_space *mapping, struct iov_iter *from, loff_t *pos)
{
	while (from->count) {
		unsigned int n = PAGE_SIZE - (*pos & (PAGE_SIZE - 1));
		ssize_t written;

		if (n > from->count)
			n = from->count;
		written = write_some(mapping, from, *pos, n);
		if (unlikely(written < 0))
			return written;
		*pos += written;
		if (unlikely(written < n))
			return -EFAULT;
		if (unlikely(nr_dirty_pages() > dirty_limit))
			throttle_writer(mapping);
		cond_resched();
	}
	return 0;
}

/*
 * What is written at pos ends where the file must: -EFBIG if it would begin there. A process that meets its own
 * limit gets a signal too.
 */
static int limit_write(struct inode *inode, struct iov_iter *from, loff_t pos)
{
	u64 limit = current->rlim[RLIMIT_FSIZE].rlim_cur, max = inode->i_sb->s_maxbytes;

	if (unlikely((u64)pos >= limit)) {
		send_signal(SIGXFSZ, current);
		return -EFBIG;
	}
	limit = min(limit, max);
	if (unlikely((u64)pos >= limit))
		return -EFBIG;
	if (unlikely(from->count > limit - pos))
		from->count = limit - pos;
	return 0;
}

ssize_t generic_file_write(struct file *file, struct iov_iter *from, loff_t *pos)
{
	struct inode *inode = file->f_inode;
	loff_t start = *pos, p = start;
	bool append = file->f_flags & O_APPEND;
	int err;

	if (!from->count)
		return 0;
	/* The lock must not be let go between the parts of what is appended. */
	if (append && fault_in_iter_readable(from, from->count))
		return -EFAULT;
	for (;;) {
		mutex_lock(&inode->lock);
		if (append)
			start = p = inode->i_size;
		append = false;
		err = limit_write(inode, from, p);
		if (likely(!err))
			err = write_pages_locked(inode->i_mapping, from, &p);
		if (p > start) {
			inode->i_mtime = inode->i_ctime = current_time_ns();
			mark_inode_dirty(inode);
		}
		mutex_unlock(&inode->lock);
		if (likely(err != -EFAULT) || fault_in_iter_readable(from, min(from->count, PAGE_SIZE)))
			break;
	}
	if (unlikely(p == start))
		return err;
	*pos = p;
	return p - start;
}

/* ---- mmap ---- */

static __noinline vm_fault_t fault_miss(struct vm_fault *vmf, struct address_space *mapping)
{
	unsigned long end = file_page_count(mapping->host);
	unsigned long stop = ALIGN_DOWN(vmf->pgoff, (unsigned long)FAULT_AROUND) + FAULT_AROUND;

	if (vmf->pgoff >= end)
		return VM_FAULT_SIGBUS;
	vmf->page = get_uptodate_page(mapping, vmf->pgoff, min(stop, end) - vmf->pgoff);
	if (IS_ERR(vmf->page))
		return PTR_ERR(vmf->page) == -ENOMEM ? VM_FAULT_OOM : VM_FAULT_SIGBUS;
	return VM_FAULT_MAJOR;
}

vm_fault_t filemap_fault(struct vm_fault *vmf)
{
	struct address_space *mapping = vmf->vma->vm_file->f_inode->i_mapping;
	struct page *page = find_get_page(mapping, vmf->pgoff);
	vm_fault_t ret = 0;

	if (likely(page && page_test_flag(page, PG_uptodate))) {
		vmf->page = page;
		mark_page_accessed(page);
	} else {
		if (page)
			put_page(page);
		ret = fault_miss(vmf, mapping);
		if (ret & VM_FAULT_ERROR)
			return ret;
	}
	if (unlikely(vmf->pgoff >= file_page_count(mapping->host))) {
		put_page(vmf->page);
		return VM_FAULT_SIGBUS;
	}
	return ret;
}

/* The file gives the page its place on the disk, and knows that it is dirty from now on. */
static vm_fault_t filemap_page_mkwrite(struct vm_fault *vmf)
{
	struct address_space *mapping = vmf->vma->vm_file->f_inode->i_mapping;
	struct page *page = vmf->page;
	int err = -EIO;

	if (!mapping->a_ops || !mapping->a_ops->write_pages)
		return 0;
	lock_page(page);
	if (page->mapping == mapping && vmf->pgoff < file_page_count(mapping->host)) /* else: cut off */
		err = prepare_store(mapping, page, 0, PAGE_SIZE);
	if (!err) {
		page_set_flag(page, PG_mapped_write);
		set_page_dirty(page);
	}
	unlock_page(page);
	if (err)
		return err == -ENOMEM ? VM_FAULT_OOM : VM_FAULT_SIGBUS;
	return 0;
}

static atomic_t *writable_maps(struct vm_area_struct *vma)
{
	return &vma->vm_file->f_inode->i_mapping->nr_writable_maps;
}

static bool may_store(const struct vm_area_struct *vma)
{
	return (vma->vm_flags & (VM_SHARED | VM_MAYWRITE)) == (VM_SHARED | VM_MAYWRITE);
}

static void filemap_vm_open(struct vm_area_struct *vma)
{
	if (may_store(vma))
		atomic_inc(writable_maps(vma));
}

static void filemap_vm_close(struct vm_area_struct *vma)
{
	if (may_store(vma))
		atomic_dec(writable_maps(vma));
}

const struct vm_operations filemap_vm_ops = {
	.open = filemap_vm_open,
	.close = filemap_vm_close,
	.fault = filemap_fault,
	.page_mkwrite = filemap_page_mkwrite,
};

int generic_file_mmap(struct file *file, struct vm_area_struct *vma)
{
	vma->vm_ops = &filemap_vm_ops;
	filemap_vm_open(vma);
	file_accessed(file);
	return 0;
}
