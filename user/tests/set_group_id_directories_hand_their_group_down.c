/* What is made in a directory with the set-group-ID bit gets its group, and directories the bit; elsewhere neither. */

#include "test.h"

static void looks(const char *name, mode_t mode, gid_t gid)
{
	struct stat st;

	CHECK_OK(fstatat(AT_FDCWD, name, &st, AT_SYMLINK_NOFOLLOW));
	CHECK_EQ(st.st_mode, mode);
	CHECK_EQ(st.st_gid, gid);
}

static void make(gid_t gid, mode_t bit)
{
	close((int)CHECK_OK(open("f", O_CREAT | O_RDWR, 0644)));
	CHECK_OK(mkdir("d", 0755));
	CHECK_OK(symlink("x", "l"));
	looks("f", S_IFREG | 0644, gid);
	looks("d", S_IFDIR | bit | 0755, gid);
	looks("l", S_IFLNK | 0777, gid);
	CHECK_OK(unlink("f"));
	CHECK_OK(rmdir("d"));
	CHECK_OK(unlink("l"));
}

static void check(const char *top)
{
	CHECK_OK(mkdir(top, 0755));
	CHECK_OK(chdir(top));
	CHECK_OK(fchownat(AT_FDCWD, ".", 5, 77, 0));
	make(0, 0);
	CHECK_OK(chmod(".", 02755));
	make(77, S_ISGID);
	CHECK_OK(chdir("/"));
	CHECK_OK(rmdir(top));
}

int main(void)
{
	check("/group");
	check("/tmp/group");
	return 0;
}
