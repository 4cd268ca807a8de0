/*
 * Open files, and the tables of descriptors that name them.
 *
 * A files_struct begins with FD_INLINE descriptors inside itself and one word for each of its two bitmaps; when
 * these are not enough all three are replaced by a larger block. Nobody can be reading the old one: look-ups
 * without the lock are those of the only user, who is busy growing.
 */
#include "internal.h"
#include <abi/resource.h>
#include <kernel/bitmap.h>
#include <kernel/file.h>
#include <kernel/limits.h>
#include <kernel/panic.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/syscalls.h>
#include <kernel/task.h>

static struct kmem_cache *file_cache, *files_cache;

void files_init(void)
{
	file_cache = kmem_cache_create("file", sizeof(struct file), 0);
	files_cache = kmem_cache_create("files_struct", sizeof(struct files_struct), 0);
}

/* ---- struct file ---- */

struct file *alloc_file(struct inode *inode, const struct file_operations *fop, int flags)
{
	struct file *file = kmem_cache_alloc(file_cache, GFP_KERNEL);

	if (!file)
		return NULL;
	atomic_long_set(&file->f_count, 1);
	file->f_mode = flags & O_PATH ? FMODE_PATH : (flags + 1) & (FMODE_READ | FMODE_WRITE);
	file->f_flags = flags;
	file->f_pos = 0;
	file->f_inode = inode;
	file->f_op = fop;
	file->f_dentry = NULL;
	file->private_data = NULL;
	file->f_ra_next = 0;
	file->f_ra_pages = 0;
	mutex_init(&file->f_pos_lock, "f_pos_lock", RANK_FPOS);
	return file;
}

void __fput(struct file *file)
{
	if (file->f_op->release && !(file->f_mode & FMODE_PATH))
		file->f_op->release(file->f_inode, file);
	if (unlikely(file->f_inode->i_locks))
		locks_remove_file(file);
	if (file->f_mode & FMODE_WRITER)
		put_write_access(file->f_inode);
	if (file->f_mode & FMODE_EXEC)
		allow_write_access(file->f_inode);
	if (file->f_dentry)
		dput(file->f_dentry);
	else
		iput(file->f_inode);
	kmem_cache_free(file_cache, file);
}

/* A descriptor goes, in a process that has these files. */
static void filp_close(struct file *file, struct files_struct *files)
{
	if (unlikely(file->f_inode->i_locks))
		locks_remove_posix(file, files);
	fput(file);
}

/* ---- Bitmaps ---- */

static inline void word_set(unsigned long *map, unsigned int bit)
{
	map[bit / BITS_PER_WORD] |= 1ul << bit % BITS_PER_WORD;
}

static inline void word_clear(unsigned long *map, unsigned int bit)
{
	map[bit / BITS_PER_WORD] &= ~(1ul << bit % BITS_PER_WORD);
}

static inline bool word_test(const unsigned long *map, unsigned int bit)
{
	return map[bit / BITS_PER_WORD] >> bit % BITS_PER_WORD & 1;
}

/* The first clear bit from start on; max or more if there is none below max. */
static unsigned int first_free(const unsigned long *map, unsigned int start, unsigned int max)
{
	unsigned int word = start / BITS_PER_WORD;
	unsigned long taken;

	if (start >= max)
		return max;
	taken = map[word] | ((1ul << start % BITS_PER_WORD) - 1);
	while (!~taken) {
		if (++word * BITS_PER_WORD >= max)
			return max;
		taken = map[word];
	}
	return word * BITS_PER_WORD + lowest_bit(~taken);
}

/* One more than the highest descriptor that is taken. */
static unsigned int end_of_open(const struct files_struct *files)
{
	unsigned int word = (files->max_fds + BITS_PER_WORD - 1) / BITS_PER_WORD;

	while (word--)
		if (files->open_fds[word])
			return word * BITS_PER_WORD + highest_bit(files->open_fds[word]) + 1;
	return 0;
}

/* ---- Size ---- */

/* A block for max descriptors: pointers, then two bitmaps. All zero. */
static void *alloc_table(unsigned int max)
{
	return kzalloc(max * sizeof(struct file *) + max / 4, GFP_KERNEL);
}

static void use_table(struct files_struct *files, void *table, unsigned int max)
{
	files->open_fds = (unsigned long *)((struct file **)table + max);
	files->close_on_exec = files->open_fds + max / BITS_PER_WORD;
	files->fd = table;
	files->max_fds = max;
}

static void free_table(struct files_struct *files)
{
	if (files->fd != files->fd_array)
		kfree(files->fd);
}

/* Room for descriptor fd. files->lock is held, and released meanwhile. 0 or -ENOMEM. */
static int grow_table(struct files_struct *files, unsigned int fd)
{
	unsigned int max = 4 * BITS_PER_WORD, old_max;
	struct file **old_table;
	void *table;

	while (max <= fd)
		max *= 2;
	spin_unlock(&files->lock);
	table = alloc_table(max);
	spin_lock(&files->lock);
	if (files->max_fds > fd) { /* another thread was faster */
		kfree(table);
		return 0;
	}
	if (!table)
		return -ENOMEM;
	old_max = files->max_fds;
	old_table = files->fd;
	memcpy(table, files->fd, old_max * sizeof(struct file *));
	memcpy((struct file **)table + max, files->open_fds, (old_max + 7) / 8);
	memcpy((char *)((struct file **)table + max) + max / 8, files->close_on_exec, (old_max + 7) / 8);
	use_table(files, table, max);
	if (old_table != files->fd_array)
		kfree(old_table);
	return 0;
}

/* ---- files_struct ---- */

struct files_struct *files_alloc(void)
{
	struct files_struct *files = kmem_cache_alloc(files_cache, GFP_KERNEL);

	if (!files)
		return NULL;
	atomic_set(&files->count, 1);
	spin_lock_init(&files->lock, "files", RANK_FILES);
	files->next_fd = 0;
	files->open_word = files->cloexec_word = 0;
	files->max_fds = FD_INLINE;
	files->fd = files->fd_array;
	files->open_fds = &files->open_word;
	files->close_on_exec = &files->cloexec_word;
	memset(files->fd_array, 0, sizeof(files->fd_array));
	return files;
}

/* old's lock is held. A descriptor that is reserved but not yet open is free in the copy. */
static void copy_descriptors(struct files_struct *files, struct files_struct *old, unsigned int end)
{
	unsigned int fd;

	memcpy(files->open_fds, old->open_fds, (end + 7) / 8);
	memcpy(files->close_on_exec, old->close_on_exec, (end + 7) / 8);
	for (fd = 0; fd < end; fd++) {
		struct file *file = old->fd[fd];

		if (file) {
			get_file(file);
			files->fd[fd] = file;
		} else {
			word_clear(files->open_fds, fd);
		}
	}
	files->next_fd = 0;
}

struct files_struct *files_dup(struct files_struct *old)
{
	struct files_struct *files = files_alloc();
	unsigned int end, max;
	void *table;

	if (!files)
		return NULL;
	spin_lock(&old->lock);
	while ((end = end_of_open(old)) > files->max_fds) {
		max = old->max_fds;
		spin_unlock(&old->lock);
		table = alloc_table(max);
		if (!table) {
			files_put(files);
			return NULL;
		}
		free_table(files);
		use_table(files, table, max);
		spin_lock(&old->lock);
	}
	copy_descriptors(files, old, end);
	spin_unlock(&old->lock);
	return files;
}

void files_put(struct files_struct *files)
{
	unsigned int fd, end;

	if (!atomic_dec_and_test(&files->count))
		return;
	end = end_of_open(files);
	for (fd = 0; fd < end; fd++)
		if (files->fd[fd])
			filp_close(files->fd[fd], files);
	free_table(files);
	kmem_cache_free(files_cache, files);
}

int files_unshare(void)
{
	struct files_struct *old = current->files, *files;

	if (atomic_read(&old->count) == 1)
		return 0;
	files = files_dup(old);
	if (!files)
		return -ENOMEM;
	/* Who looks at us through /proc takes a reference under this lock: before ours goes, or to the new one. */
	task_lock(current);
	current->files = files;
	task_unlock(current);
	files_put(old);
	return 0;
}

/* Take fd out of the table; its file, or NULL. files->lock is held. */
static struct file *__take_fd(struct files_struct *files, unsigned int fd)
{
	struct file *file;

	lock_assert_held(&files->lock);
	if (fd >= files->max_fds)
		return NULL;
	file = files->fd[fd];
	if (!file)
		return NULL;
	files->fd[fd] = NULL;
	word_clear(files->open_fds, fd);
	word_clear(files->close_on_exec, fd);
	if (fd < files->next_fd)
		files->next_fd = fd;
	return file;
}

void files_close_on_exec(struct files_struct *files)
{
	unsigned int word, words = (files->max_fds + BITS_PER_WORD - 1) / BITS_PER_WORD;
	struct file *file;

	for (word = 0; word < words; word++) {
		while (files->close_on_exec[word]) {
			unsigned int fd = word * BITS_PER_WORD + lowest_bit(files->close_on_exec[word]);

			spin_lock(&files->lock);
			file = __take_fd(files, fd);
			word_clear(files->close_on_exec, fd);
			spin_unlock(&files->lock);
			if (file)
				filp_close(file, files);
		}
	}
}

/* ---- Descriptors ---- */

int get_unused_fd(unsigned int start, bool cloexec)
{
	struct files_struct *files = current->files;
	unsigned long limit = rlimit(RLIMIT_NOFILE);
	unsigned int fd;
	int err;

	if (limit > NR_OPEN_MAX)
		limit = NR_OPEN_MAX;
	spin_lock(&files->lock);
	for (;;) {
		fd = first_free(files->open_fds, max(start, files->next_fd), files->max_fds);
		err = -EMFILE;
		if (fd >= limit)
			goto out;
		if (likely(fd < files->max_fds))
			break;
		err = grow_table(files, max(fd, start));
		if (err)
			goto out;
	}
	word_set(files->open_fds, fd);
	if (cloexec)
		word_set(files->close_on_exec, fd);
	else
		word_clear(files->close_on_exec, fd);
	if (start <= files->next_fd)
		files->next_fd = fd + 1;
	err = fd;
out:
	spin_unlock(&files->lock);
	return err;
}

void put_unused_fd(int fd)
{
	struct files_struct *files = current->files;

	spin_lock(&files->lock);
	word_clear(files->open_fds, fd);
	word_clear(files->close_on_exec, fd);
	if (fd < files->next_fd)
		files->next_fd = fd;
	spin_unlock(&files->lock);
}

void fd_install(int fd, struct file *file)
{
	struct files_struct *files = current->files;

	spin_lock(&files->lock);
	DEBUG_BUG_ON(files->fd[fd]);
	files->fd[fd] = file;
	spin_unlock(&files->lock);
}

struct file *fget_of(struct files_struct *files, unsigned int fd)
{
	struct file *file = NULL;

	spin_lock(&files->lock);
	if (fd < files->max_fds) {
		file = files->fd[fd];
		if (file)
			get_file(file);
	}
	spin_unlock(&files->lock);
	return file;
}

struct file *fget(unsigned int fd)
{
	return fget_of(current->files, fd);
}

struct fd fdget_shared(unsigned int fd)
{
	struct file *file = fget(fd);

	return (struct fd){ file ? (unsigned long)file | FD_REF : 0 };
}

bool fd_cloexec(struct files_struct *files, unsigned int fd)
{
	bool set;

	spin_lock(&files->lock);
	set = fd < files->max_fds && word_test(files->close_on_exec, fd);
	spin_unlock(&files->lock);
	return set;
}

void set_fd_cloexec(unsigned int fd, bool set)
{
	struct files_struct *files = current->files;

	spin_lock(&files->lock);
	if (fd < files->max_fds && files->fd[fd]) {
		if (set)
			word_set(files->close_on_exec, fd);
		else
			word_clear(files->close_on_exec, fd);
	}
	spin_unlock(&files->lock);
}

long sys_close(unsigned int fd)
{
	struct files_struct *files = current->files;
	struct file *file;

	spin_lock(&files->lock);
	file = __take_fd(files, fd);
	spin_unlock(&files->lock);
	if (!file)
		return -EBADF;
	filp_close(file, files);
	return 0;
}

/* ---- dup ---- */

static long dup_from(struct file *file, unsigned int start, bool cloexec)
{
	int fd = get_unused_fd(start, cloexec);

	if (fd < 0)
		return fd;
	get_file(file);
	fd_install(fd, file);
	return fd;
}

long fcntl_dupfd(struct file *file, unsigned long start, bool cloexec)
{
	if (start >= rlimit(RLIMIT_NOFILE))
		return -EINVAL;
	return dup_from(file, start, cloexec);
}

long sys_dup(unsigned int fd)
{
	struct fd f = fdget(fd);
	long ret;

	if (!fd_file(f))
		return -EBADF;
	ret = dup_from(fd_file(f), 0, false);
	fdput(f);
	return ret;
}

/* Make newfd name file, whose reference is taken over on success, and close what it named before. */
static long replace_fd(unsigned int newfd, struct file *file, bool cloexec)
{
	struct files_struct *files = current->files;
	struct file *old;
	int err = 0;

	spin_lock(&files->lock);
	if (newfd >= files->max_fds)
		err = grow_table(files, newfd);
	/* Reserved by another thread that is about to open a file. */
	if (!err && word_test(files->open_fds, newfd) && !files->fd[newfd])
		err = -EBUSY;
	if (err) {
		spin_unlock(&files->lock);
		return err;
	}
	old = files->fd[newfd];
	files->fd[newfd] = file;
	word_set(files->open_fds, newfd);
	if (cloexec)
		word_set(files->close_on_exec, newfd);
	else
		word_clear(files->close_on_exec, newfd);
	spin_unlock(&files->lock);
	if (old)
		filp_close(old, files);
	return newfd;
}

static long do_dup3(unsigned int oldfd, unsigned int newfd, bool cloexec)
{
	struct file *file = fget(oldfd);
	long ret;

	if (!file)
		return -EBADF;
	ret = newfd < rlimit(RLIMIT_NOFILE) && newfd < NR_OPEN_MAX ? replace_fd(newfd, file, cloexec) : -EBADF;
	if (ret < 0)
		fput(file);
	return ret;
}

long sys_dup3(unsigned int oldfd, unsigned int newfd, int flags)
{
	if (flags & ~O_CLOEXEC || oldfd == newfd)
		return -EINVAL;
	return do_dup3(oldfd, newfd, flags & O_CLOEXEC);
}

long sys_dup2(unsigned int oldfd, unsigned int newfd)
{
	struct fd f;

	if (oldfd != newfd)
		return do_dup3(oldfd, newfd, false);
	f = fdget(oldfd);
	if (!fd_file(f))
		return -EBADF;
	fdput(f);
	return newfd;
}
