/* Start of this folder: caches first, then, once there is a disk, what is mounted at boot. */
#include "internal.h"
#include <kernel/file.h>
#include <kernel/page_alloc.h>
#include <kernel/panic.h>
#include <kernel/printk.h>
#include <kernel/task.h>

#define DENTRIES_PER_PAGE 8 /* with their inodes, roughly */

/* Cached names that nobody uses, when memory is short. */
static unsigned long shrink_dcache(unsigned long nr)
{
	if (current->flags & PF_NOFS)
		return 0; /* an inode that goes may have to be written */
	return dcache_prune(nr * DENTRIES_PER_PAGE) / DENTRIES_PER_PAGE;
}

static struct shrinker dcache_shrinker = { .shrink = shrink_dcache };

void vfs_init(void)
{
	inode_init();
	dcache_init();
	files_init();
	fs_struct_init();
	pipe_init();
	tmpfs_init();
	devfs_init();
	procfs_init();
	dittofs_init();
	register_shrinker(&dcache_shrinker);
}

static void mount_at_boot(const char *type, const char *target)
{
	int err = do_mount(type, target, type, 0, NULL);

	if (err)
		pr_err("cannot mount %s at %s: error %d\n", type, target, -err);
}

/* Called by pid 1, whose files and directories all others inherit. */
void vfs_init_mounts(void)
{
	struct fs_struct *fs = fs_alloc(root_dentry);
	struct files_struct *files = files_alloc();

	if (!fs || !files)
		panic("no memory for the files of pid 1");
	if (current->fs)
		fs_put(current->fs);
	if (current->files)
		files_put(current->files);
	current->fs = fs;
	current->files = files;

	mount_at_boot("devtmpfs", "/dev");
	mount_at_boot("proc", "/proc");
	mount_at_boot("tmpfs", "/tmp");
	shmem_init();
	tty_init();
}
