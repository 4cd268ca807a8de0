/* Disks on which things are that no file system puts there. tests/fuzz makes more of them, but by chance. */
#include "../../include/abi/dittofs.h"
#include "fs.h"

static uint64_t inode_of(const char *path)
{
	struct k_stat st;

	CHECK(!k_lstat(path, &st));
	return st.ino;
}

/* Wherever the entry is, in its directory and in what is left of the log: it names another inode. */
static void change_entry(const char *name, uint64_t ino)
{
	size_t len = strlen(name);
	int found = 0;

	for (size_t off = 0; off + DITTOFS_DIRENT_HEAD + len <= DISK_SIZE; off += 8) {
		struct dittofs_dirent *de = (struct dittofs_dirent *)(disk + off);

		if (de->inode && de->name_len == len && !memcmp(de->name, name, len)) {
			de->inode = ino;
			found++;
		}
	}
	CHECK(found);
}

/* The directory at path has one more name, entry. */
static void name_again(const char *path, const char *entry)
{
	uint64_t ino = inode_of(path);

	CHECK(!k_umount());
	change_entry(entry, ino);
	CHECK(!k_mount(false));
}

static void repair(void)
{
	CHECK(!k_umount());
	fsck_repairs();
	CHECK(!k_mount(false) && !k_umount());
}

static void make_two_directories(void)
{
	start();
	CHECK(!k_mkdir("first", 0755) && !k_mkdir("second.name", 0755) && !k_mkdir("first/below.it", 0755));
	k_close(file("first/x"));
	k_close(file("first/y"));
}

HOST_TEST(directory_with_two_names_shows_one)
{
	make_two_directories();
	name_again("first", "second.name");
	inode_of("first/x");
	CHECK(k_rename("first/x", "second.name/y", 2 /* exchange */) == -EIO);
	CHECK(k_rename("second.name/x", "first/z", 0) == -EIO);
	CHECK(k_rmdir("second.name") == -EIO);
	inode_of("first/x");
	repair();
}

HOST_TEST(directory_in_itself_is_not_entered)
{
	make_two_directories();
	name_again("first", "below.it");
	inode_of("first/x");
	CHECK(k_rmdir("first/below.it") == -EIO);
	CHECK(k_rename("first/x", "first/below.it/z", 0) == -EIO);
	repair();
}
