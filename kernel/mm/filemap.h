/* What filemap.c offers to its neighbours only. */
#ifndef MM_FILEMAP_H
#define MM_FILEMAP_H

#include <kernel/filemap.h>

/* A new locked page in the cache at index, with a reference for the caller; -EEXIST, -ENOMEM. */
struct page *__must_check new_cache_page(struct address_space *mapping, unsigned long index);
int __must_check add_to_page_cache(struct address_space *mapping, unsigned long index, struct page *page);

extern unsigned long dirty_limit; /* pages; a writer beyond it helps to write them */

#endif
