/*
 * The page cache: what is in memory of every file, shared by read, write, execve and mmap.
 *
 * An address_space is one file's part of it: pages by index, found under tree_lock. The cache holds
 * one reference to each of its pages; whoever looks one up gets another. A page in the cache is
 *
 *	locked		its contents are being read in or stored to, or it is about to leave the cache;
 *			one task (or the disk) owns it meanwhile
 *	uptodate	holds the file's contents; stays so. Reading it needs no lock, only a reference
 *	dirty		newer than the disk (marked in the tree too)
 *	writeback	on its way to the disk. Stores are allowed; they make it dirty again
 *	mapped_write	a shared mapping stores to it, and nobody sees when: while its file has such mappings
 *			it stays dirty, and is written each time that the file is
 *
 * page->mapping and page->index stay as long as the page is in the cache, and change only under its
 * lock. Locks, outer to inner: inode->lock, mmap_lock, i_mmap_lock, the page lock (PG_locked, one page at a time
 * except in ascending order), the file system's log, mapping->tree_lock. No page is locked while
 * user memory that may fault is touched.
 */
#ifndef KERNEL_FILEMAP_H
#define KERNEL_FILEMAP_H

#include <kernel/list.h>
#include <kernel/mm.h>
#include <kernel/mutex.h>
#include <kernel/page.h>
#include <kernel/page_tree.h>
#include <kernel/spinlock.h>

struct file;
struct inode;
struct iov_iter;

/* What a file system does for its pages. A missing operation means what its comment says. */
struct address_space_operations {
	/*
	 * Fill n pages of consecutive indices: new, locked, with a reference each that the caller
	 * keeps. Each ends, now or later in interrupt context, with page_end_read(). NULL: every
	 * page is zero.
	 */
	void (*read_pages)(struct address_space *mapping, struct page **pages, unsigned int n);
	/*
	 * Bytes [from, to) of a locked page are about to be stored. Give the page its place, so
	 * that it can reach the disk later, and make it uptodate, unless the store covers what
	 * would have to be read: then a page that is not uptodate holds zeroes outside [from, to).
	 * inode->lock is held; or the page is uptodate and before the end, and a mapping stores
	 * to it. 0, or -ENOSPC, -EFBIG, -EIO, -ENOMEM. NULL: always well, and a new page is zero.
	 */
	int (*write_begin)(struct address_space *mapping, struct page *page, unsigned int from, unsigned int to);
	/*
	 * Start writing the dirty pages with indices [first, last], in ascending order, without
	 * waiting for the end. The first error. NULL: the pages live in memory only, are never
	 * dirty, and never shrunk.
	 */
	int (*write_pages)(struct address_space *mapping, unsigned long first, unsigned long last);
	/*
	 * A locked page leaves the cache and its contents are not wanted any more. NULL: nothing
	 * to do.
	 */
	void (*invalidate_page)(struct address_space *mapping, struct page *page);
};

/* Locks: [I] fixed before anyone sees it  [t] tree_lock  [a] atomic  [m] i_mmap_lock */
struct address_space {
	struct inode *host;			      /* [I] */
	const struct address_space_operations *a_ops; /* [I] */
	struct spinlock tree_lock;		      /* rank MAPPING */
	struct page_tree pages;			      /* [t] */
	unsigned long nrpages;			      /* [t] */
	unsigned long nrdirty;			      /* [t] */
	atomic_t nr_writeback;			      /* [a] pages on their way to the disk */
	atomic_t nr_writable_maps;		      /* [a] shared areas that may be stored to */
	struct mutex i_mmap_lock;		      /* rank I_MMAP */
	struct list_head i_mmap;		      /* [m] areas that map it, see mm/rmap.c */
	int wb_error;				      /* a write failed since filemap_wait() last asked: -errno, or 0 */
};

/* The pages that size bytes reach into; or the first page that begins at or after an offset. */
static inline u64 size_in_pages(u64 size)
{
	return (size + PAGE_SIZE - 1) >> PAGE_SHIFT;
}

void filemap_init(void); /* once, after slab_init() */
void mapping_init(struct address_space *mapping, struct inode *host,
		  const struct address_space_operations *a_ops);

/* ---- one page ---- */

void __lock_page(struct page *page);
static inline bool trylock_page(struct page *page)
{
	return !page_test_and_set_flag(page, PG_locked);
}
static inline void lock_page(struct page *page)
{
	if (!trylock_page(page))
		__lock_page(page);
}
void unlock_page(struct page *page);	     /* any context */
void wait_on_page_locked(struct page *page); /* the caller has a reference */
void wait_on_page_writeback(struct page *page);

void page_end_read(struct page *page, int error);  /* uptodate or error, and unlocked. Any context */
void page_end_write(struct page *page, int error); /* ends PG_writeback. Any context */
/* The same without a page: filemap_wait() waits for the end, and tells of the error. */
static inline void filemap_begin_write(struct address_space *mapping)
{
	atomic_inc(&mapping->nr_writeback);
}
void filemap_end_write(struct address_space *mapping, int error);
/* The page is in a mapping, and locked or mapped, so that it stays there. */
void set_page_dirty(struct page *page);
/*
 * A locked page goes from dirty to writeback, before its transfer is submitted. False: it was
 * clean.
 */
bool page_start_write(struct page *page);
/* Unlock a page that has got no contents, or whose contents are not wanted. Of a file in memory only it leaves
 * the cache, for nobody else would ever take it out. */
void discard_page(struct address_space *mapping, struct page *page);
/* Take a locked page, on which the caller has a reference, out of the cache unless others use it (false) or it is
 * dirty; unlocks it. */
bool drop_unused_page(struct address_space *mapping, struct page *page);
/* A locked page is as good as clean: what is in it is not wanted. */
void page_cancel_dirty(struct page *page);

/* ---- look-up; all take a reference for the caller ---- */

struct page *find_get_page(struct address_space *mapping, unsigned long index); /* or NULL; any state */
struct page *find_lock_page(struct address_space *mapping, unsigned long index);
/* The first dirty page at or after *index, which becomes its index; NULL: none. */
struct page *find_dirty_page(struct address_space *mapping, unsigned long *index);
/* The same for any page. */
struct page *find_cached_page(struct address_space *mapping, unsigned long *index);
/* Locked, perhaps just made (then not uptodate, contents undefined); NULL without memory. */
struct page *__must_check grab_page(struct address_space *mapping, unsigned long index);
/*
 * Uptodate and unlocked; reads it, and some after it, if it is not there. ERR_PTR: -EIO,
 * -ENOMEM.
 */
struct page *__must_check read_mapping_page(struct address_space *mapping, unsigned long index);

/* ---- whole files ---- */

/*
 * file_operations.read and .write for files whose contents are in the page cache. *pos moves by
 * what is returned; an error is returned only if nothing was transferred. The writer takes
 * inode->lock itself; with O_APPEND it begins at the end of the file, wherever *pos is.
 */
ssize_t generic_file_read(struct file *file, struct iov_iter *to, off_t *pos);
ssize_t generic_file_write(struct file *file, struct iov_iter *from, off_t *pos);
/* file_operations.mmap */
int generic_file_mmap(struct file *file, struct vm_area_struct *vma);

/*
 * Start writing what is dirty in [first, last]; filemap_wait() sleeps until nothing of the file is
 * under way, and returns, and forgets, the error of a write that failed since the last call.
 */
int filemap_write(struct address_space *mapping, unsigned long first, unsigned long last);
int filemap_wait(struct address_space *mapping);
void filemap_wait_writeback(struct address_space *mapping); /* only the sleep */

/* The file ends at byte size now: drop all pages after it, out of every address space as well, and zero what is
 * after it in its last page. inode->i_size is already the new one, so that nobody brings them back. Callers hold
 * inode->lock. */
void truncate_pages(struct address_space *mapping, off_t size);
/* rmap.c: the pages from first on have left the cache: they leave every address space. Callers hold inode->lock. */
void unmap_mapping_pages(struct address_space *mapping, unsigned long first);

/* ---- mmap; filemap_vm_ops is declared in mm.h ---- */
vm_fault_t filemap_fault(struct vm_fault *vmf);

/* ---- figures for /proc/meminfo, in pages ---- */
unsigned long nr_file_pages(void); /* in the page cache */
unsigned long nr_dirty_pages(void);
unsigned long nr_writeback_pages(void);

#endif
