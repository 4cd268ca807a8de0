/*
 * Memory that processes share and that has no name: mmap(MAP_SHARED | MAP_ANONYMOUS). It is a file
 * without links on a tmpfs of its own, which is mounted nowhere and limited by nothing but memory.
 */
#include "internal.h"
#include <kernel/file.h>
#include <kernel/page_alloc.h>
#include <kernel/panic.h>

static struct super_block *shm_sb;

void shmem_init(void)
{
	shm_sb = kern_mount("tmpfs", "size=0,nr_inodes=0");
	if (IS_ERR(shm_sb))
		panic("no file system for shared memory");
}

struct file *shmem_file_setup(unsigned long size)
{
	struct inode *inode;
	struct file *file;

	if (size >> PAGE_SHIFT > nr_total_pages())
		return ERR_PTR(-ENOMEM);
	inode = tmpfs_new_inode(shm_sb, NULL, S_IFREG | 0777, 0);
	if (IS_ERR(inode))
		return ERR_PTR(-ENOMEM);
	inode->i_nlink = 0;
	i_size_write(inode, (loff_t)size);
	file = alloc_file(inode, inode->i_fop, O_RDWR);
	if (!file) {
		iput(inode);
		return ERR_PTR(-ENOMEM);
	}
	return file;
}
