/*
 * Four processes create, link, rename and unlink in two directories that they share, names of their own and names that
 * they fight for: no call fails in a way that it may not, and in the end nothing is left.
 */

#include "test.h"

#define TOP    "/storm"
#define ROUNDS 150
#define NR     4

static unsigned int seed;

static unsigned int draw(unsigned int n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % n;
}

/* A name of this process, or one of all of them. */
static void name(char *path, int me)
{
	bool own = draw(2);

	snprintf(path, 64, TOP "/%c/%s-%u", 'a' + draw(2), own ? (char[]){ '0' + me, 0 } : "all", draw(6));
}

/* Did it succeed, or fail in a way that the others can be the cause of? */
static void may_fail(int result, const char *what)
{
	if (result < 0 && errno != ENOENT && errno != EEXIST && errno != ENOTEMPTY && errno != EISDIR &&
	    errno != ENOTDIR && errno != EINVAL && errno != EPERM && errno != EBUSY)
		FAIL("%s: %s", what, strerror(errno));
	if (result >= 0 && !strcmp(what, "open"))
		close(result);
}

static void one_call(int me)
{
	char from[64], to[64];

	name(from, me);
	name(to, me);
	switch (draw(8)) {
	case 0:
	case 1:
		may_fail(open(from, O_CREAT | O_RDWR, 0644), "open");
		break;
	case 2:
		may_fail(mkdir(from), "mkdir");
		break;
	case 3:
		may_fail(rename(from, to), "rename");
		break;
	case 4:
		may_fail(renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE), "exchange");
		break;
	case 5:
		may_fail(link(from, to), "link");
		break;
	case 6:
		may_fail(unlink(from), "unlink");
		break;
	default:
		may_fail(rmdir(from), "rmdir");
	}
}

/* Everything below a directory of the storm, which holds at most directories that hold the same. */
static void empty(const char *path)
{
	for (int owner = 0; owner <= NR; owner++) {
		for (int n = 0; n < 6; n++) {
			char inner[128], own[] = { '0' + owner, 0 };

			snprintf(inner, sizeof(inner), "%s/%s-%d", path, owner < NR ? own : "all", n);
			if (unlink(inner) < 0 && errno == EISDIR)
				CHECK_OK(rmdir(inner));
		}
	}
	CHECK_OK(rmdir(path));
}

int main(void)
{
	pid_t child[NR];

	mkdir(TOP);
	CHECK_OK(mkdir(TOP "/a"));
	CHECK_OK(mkdir(TOP "/b"));
	for (int me = 0; me < NR; me++) {
		child[me] = fork_or_fail();
		if (child[me])
			continue;
		seed = 77 + me;
		for (int i = 0; i < ROUNDS; i++)
			one_call(me);
		_exit(0);
	}
	for (int me = 0; me < NR; me++)
		wait_ok(child[me]);
	empty(TOP "/a");
	empty(TOP "/b");
	CHECK_OK(rmdir(TOP));
	return 0;
}
